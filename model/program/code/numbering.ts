/**
 * Places from which a thread goes on alike are one: the same steps, to places that are one (partition refinement). Without it,
 * the beginning of readTrace0 and what follows its `continue` were two.
 */
import type { Bounds } from '../../bounds.ts';
import { gsOf } from '../../bounds.ts';
import type { Kept } from '../state/callers.ts';
import { psOf } from '../scheduler/proc-fields.ts';
import type { OfKinds, ThreadKind } from '../language/kinds.ts';
import { kinds, mapKinds } from '../language/kinds.ts';
import { mayGrow } from '../places/granularity.ts';
import type { Numbering, Threads } from '../state/state.ts';
import { ThroughMemory } from './memory.ts';
import { Instructions } from './text-of-instructions.ts';
import type { PartText, StepText } from './text.ts';
import { textOf } from './text.ts';
import type { Thread, ThreadPlace } from '../steps/thread.ts';
import { variantsOf } from '../steps/variants.ts';
import type { Step } from '../steps/walk.ts';
import type { Variant } from '../steps/variants.ts';

/** An action of a thread at a place, with the text of its functions. */
export interface PlaceStep {
  readonly place: ThreadPlace;
  readonly number: number;
  readonly choice: string;
  /** What is done, the choice made. */
  readonly step: Step;
  readonly text: StepText;
}

/** How the steps of a thread are written as text. */
export type Writing = (thread: Thread, bounds: Bounds, kept: Kept) => Instructions;

const writingOf =
  ({ parts }: Bounds): Writing =>
  (...about) =>
    parts.memory === undefined ? new Instructions(...about) : new ThroughMemory(...about);

export interface Numbered {
  readonly numbering: Numbering;
  readonly steps: OfKinds<readonly PlaceStep[]>;
}

export function numbered(
  threads: Threads,
  bounds: Bounds,
  kept: Kept,
  writing: Writing = writingOf(bounds),
): Numbered {
  const of = (
    thread: Thread,
    kind: ThreadKind,
  ): { at: ReadonlyMap<number, number>; thrown: number; steps: readonly PlaceStep[] } => {
    // A thread that does not run has number 0; one that waits has it where it begins.
    const offset = kinds[kind].waits ? 0 : 1;
    // The number of a thread that has thrown comes after all others, which are not known yet.
    const written = thread.places.map((place) => textsOf(writing(thread, bounds, kept), place, bounds));
    const classes = classesOf(
      thread,
      written.map(({ key }) => key),
    );
    const thrown = offset + Math.max(...classes.values()) + 1;
    const at = new Map([...classes].map(([index, number]) => [index, number + offset]));
    const withNumbers = (text: string, own: number): string =>
      text
        // A step that changes nothing and ends where it began is none, unless it counts as a dropped event.
        .replace(/@\?(\d+)@/g, (_, to: string) => `return ${at.get(Number(to)) === own ? 'drops' : 'true'};`)
        .replace(/@(\d+)@/g, (_, to: string) => String(at.get(Number(to))))
        .replaceAll('@thrown@', String(thrown))
        .replaceAll('@woken@', () => String(woken));
    const guardOf = (text: string, own: number): string => {
      const guard = withNumbers(text, own);
      return /return (?!true)/.test(guard) ? guard : '';
    };
    const seen = new Set<number>();
    const steps = thread.places.flatMap((place, index): PlaceStep[] => {
      const number = at.get(place.index) ?? 0;
      if (seen.has(number)) return [];
      seen.add(number);
      return (written[index]?.texts ?? []).map(({ choice, step, text }) => ({
        place,
        number,
        choice,
        step,
        text: {
          effect: withNumbers(text.effect, number),
          parts: withNumbersIn(text.parts, (one) => withNumbers(one, number)),
          head: text.head,
          guard: guardOf(text.guard, number),
          reaches: text.reaches,
          trail: () => withNumbers(text.trail(), number),
        },
      }));
    });
    return { at, thrown, steps };
  };
  /** Where the reader goes on when it is made ready: number 1, its first place, where no program parks. */
  let woken = 1;
  const all = mapKinds(threads, (thread, kind) => {
    const one = of(thread, kind);
    const place = thread.places.find(({ first }) => first.op === 'call' && first.name === 'woken');
    if (place !== undefined) woken = one.at.get(place.index) ?? 1;
    return one;
  });
  return {
    numbering: { at: mapKinds(all, ({ at }) => at), thrown: mapKinds(all, ({ thrown }) => thrown) },
    steps: mapKinds(all, ({ steps }) => steps),
  };
}

function withNumbersIn(part: PartText, numbers: (text: string) => string): PartText {
  if (part === null) return null;
  if ('run' in part) {
    const { run, next } = part;
    const numbered = typeof run === 'string' ? numbers(run) : run;
    return { run: numbered, next: withNumbersIn(next, numbers) };
  }
  return {
    when: numbers(part.when),
    yes: withNumbersIn(part.yes, numbers),
    no: withNumbersIn(part.no, numbers),
  };
}

function textsOf(
  instructions: Instructions,
  place: ThreadPlace,
  bounds: Bounds,
): { key: string; texts: readonly (Variant & { readonly text: StepText })[] } {
  const texts = variantsOf(place.tree, { ms: bounds.programs.length, gs: gsOf(bounds), ps: psOf(bounds) })
    .map(({ step, choice }) => ({ choice, step, text: textOf(instructions, place, step) }))
    .filter(({ text }) => text.effect !== '');
  const fields = [...place.fields.keys()].sort().join();
  const key = [
    place.open,
    place.openInside,
    place.outside,
    place.ending,
    place.seenEnabled,
    mayGrow(place.first),
    fields,
    ...texts.map(({ choice, text }) => `${choice} ${text.guard} ${text.effect}`),
  ].join('\n');
  return { key, texts };
}

/** By instruction, the number of its class, in the order of the places. */
function classesOf(thread: Thread, keys: readonly string[]): ReadonlyMap<number, number> {
  let classes = new Map(thread.places.map(({ index }) => [index, 0]));
  for (let count = 0; ;) {
    const byKey = new Map<string, number>();
    const next = new Map<number, number>();
    thread.places.forEach(({ index }, at) => {
      const key = (keys[at] ?? '').replace(
        /@(\d+)@/g,
        (_, to: string) => `@${String(classes.get(Number(to)))}@`,
      );
      const own = `${String(classes.get(index))} ${key}`;
      const number = byKey.get(own) ?? byKey.size;
      byKey.set(own, number);
      next.set(index, number);
    });
    classes = next;
    if (byKey.size === count) return classes;
    count = byKey.size;
  }
}
