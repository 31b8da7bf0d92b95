/**
 * Answers of invariants, remembered by what they read.
 *
 * An instance of an invariant (`params: { m: range(2) }`) looks at a part of the state, and that part has few values: a
 * million states may hold a few thousand different Ms. So the instances that have the same parameters make a group, and
 * a group remembers its answers in a table whose key is the state's words under a mask.
 *
 * The mask has every bit that the group's functions have read so far, which a watched view tells. It only grows, and
 * a bit more empties the table. So a remembered answer was given under a mask that covers all that was read for it; a state
 * that is equal under the mask is equal there, and pure functions read the same of it and answer the same. Nothing is
 * hashed alone: the key is compared in full.
 *
 * A group whose answers are seldom found again is switched off, and its functions are called.
 */
import type { Judge } from '../evaluate/property.ts';
import { instancesOf, judgeOf, subjectOf } from '../evaluate/property.ts';
import type { Layout } from '../state/layout.ts';
import { maskOf } from '../state/layout.ts';
import type { Program } from '../language/program.ts';
import type { RecordField, View } from '../language/schema.ts';
import type { Property } from '../language/system.ts';
import type { Views } from '../state/views.ts';
import { watchedView } from '../state/views.ts';
import { mixed } from './mixed.ts';

/** Properties that can be remembered: one bit each, twice, and a bit that says that a row is in use. */
const REMEMBERED_MAX = 30;
const IN_USE = 1 << 30;
/** Rows of a table: a power of two. */
export const ROWS = 1 << 14;
/** A group is judged by its hits after so many misses. */
const MISSES_PER_LOOK = 1 << 14;
const HITS_PER_MISS_MIN = 2;

export interface Group {
  /** By word, the bits that its functions have read. */
  readonly mask: Int32Array;
  /** A row is the masked words, the bits of the exercised properties with IN_USE, and those of the violated. */
  readonly table: Int32Array;
  /** Lookups since the last look, counted by the caller. */
  readonly lookups: Int32Array;
  /** 1 while the group remembers. */
  readonly on: Int32Array;
  /** Judges the state in `next` and writes row `row`. */
  judge(row: number): void;
  /** Judges the state in `next` through its ordinary view and writes the answers into row 0. */
  ask(): void;
}

/** The properties that are remembered, in the order of their bits, and the groups of their instances. */
export interface Verdicts {
  /** By bit, the index of the property. */
  readonly properties: readonly number[];
  readonly groups: readonly Group[];
}

/** Where the tables stand: zeroed words. */
export type Allocate = (length: number) => Int32Array;

export function verdictsOf<S extends RecordField>(
  program: Program<S>,
  layout: Layout,
  views: Pick<Views<S>, 'next' | 'nextView' | 'access'>,
  allocate: Allocate = (length) => new Int32Array(length),
): Verdicts {
  const properties = rememberedOf(program);
  const members = new Map<string, Member<S>[]>();
  properties.forEach((index, bit) => {
    for (const [key, claim] of instancesAt(program, index))
      members.set(key, [...(members.get(key) ?? []), { bit: 1 << bit, judge: judgeOf(claim) }]);
  });
  return {
    properties,
    groups: [...members.values()].map((of) => groupOf(of, layout, views, allocate)),
  };
}

/** Words that {@link verdictsOf} allocates. */
export function verdictWords<S extends RecordField>(program: Program<S>, words: number): number {
  const keys = rememberedOf(program).flatMap((index) => instancesAt(program, index).map(([key]) => key));
  return new Set(keys).size * (words + ROWS * (words + 2) + 2);
}

/** The properties whose answers are remembered. */
const rememberedOf = <S extends RecordField>(program: Program<S>): readonly number[] =>
  program.properties
    .flatMap(([, property], index) =>
      subjectOf(property) === 'state' && instancesOf(property)[0]?.params !== null ? [index] : [],
    )
    .slice(0, REMEMBERED_MAX);

/** Whether the answers of this property are remembered. */
export const isRemembered = <S extends RecordField>(program: Program<S>, property: number): boolean =>
  rememberedOf(program).includes(property);

/** The instances of a property, by what those of one group have in common. */
const instancesAt = <S extends RecordField>(
  program: Program<S>,
  index: number,
): readonly (readonly [key: string, claim: Property<S>])[] =>
  program.properties
    .slice(index, index + 1)
    .flatMap(([, property]) => instancesOf(property))
    .map(({ params, claim }) => [JSON.stringify(params), claim] as const);

interface Member<S extends RecordField> {
  readonly bit: number;
  readonly judge: Judge<S>;
}

function groupOf<S extends RecordField>(
  members: readonly Member<S>[],
  layout: Layout,
  { next, nextView, access }: Pick<Views<S>, 'next' | 'nextView' | 'access'>,
  allocate: Allocate,
): Group {
  const { words } = layout;
  const stride = words + 2;
  const mask = allocate(words);
  const table = allocate(ROWS * stride);
  const lookups = allocate(1);
  const on = allocate(1);
  on[0] = 1;
  let misses = 0;
  let grown = false;
  const view: View<S> = watchedView<S>(
    layout,
    next,
    (position, bits) => {
      const word = position >>> 5;
      const read = maskOf(bits) << (position & 31);
      const known = mask[word];
      // What is read past the end of the state is always the same.
      if (known === undefined || (known & read) === read) return;
      mask[word] = known | read;
      grown = true;
    },
    access !== 'unchecked',
  );
  const answer = (state: View<S>): { exercised: number; violated: number } => {
    let exercised = 0;
    let violated = 0;
    for (const { bit, judge } of members) {
      const verdict = judge(state);
      if (verdict === 'not asked') continue;
      exercised |= bit;
      if (verdict === 'violated') violated |= bit;
    }
    return { exercised, violated };
  };
  const write = (row: number, exercised: number, violated: number): void => {
    table[row * stride + words] = exercised | IN_USE;
    table[row * stride + words + 1] = violated;
  };
  return {
    mask,
    table,
    lookups,
    on,
    judge: (row) => {
      const { exercised, violated } = answer(view);
      if (grown) table.fill(0);
      grown = false;
      for (let word = 0; word < words; word++)
        table[row * stride + word] = (next[word] ?? 0) & (mask[word] ?? 0);
      write(row, exercised, violated);
      if (++misses < MISSES_PER_LOOK) return;
      if ((lookups[0] ?? 0) < misses * (HITS_PER_MISS_MIN + 1)) on[0] = 0;
      lookups[0] = misses = 0;
    },
    ask: () => {
      const { exercised, violated } = answer(nextView);
      write(0, exercised, violated);
    },
  };
}

/**
 * The text that judges the state in `next`, numbered `index`, by what the groups remember of it, the constants that it
 * needs from `verdicts`, and the text that adds what it counted since to `exercised`.
 */
export function recallOf(
  { groups, properties }: Verdicts,
  words: number,
): { readonly declared: string; readonly text: string; readonly counted: string } {
  const each = (text: (w: string, word: number) => string, separator = ' '): string =>
    Array.from({ length: words }, (_, word) => text(String(word), word)).join(separator);
  const [exercised, violated] = [String(words), String(words + 1)];
  const ofGroup = groups.map((_, group) => {
    const g = String(group);
    return `
  if (on${g}[0] === 0) { ask${g}(); seen |= answers${g}[${exercised}]; bad |= answers${g}[${violated}]; }
  else {
    lookups${g}[0]++;
    let h = 0;
    ${each((w, word) => `const k${w} = next[${w}] & mask${g}[${w}]; ${mixed(word, `k${w}`)}`)}
    const row = h & ${String(ROWS - 1)}, o = row * ${String(words + 2)};
    if (answers${g}[o + ${exercised}] === 0 || ${each((w) => `answers${g}[o + ${w}] !== k${w}`, ' || ')}) judge${g}(row);
    seen |= answers${g}[o + ${exercised}]; bad |= answers${g}[o + ${violated}];
  }`;
  });
  const counted = properties.map(
    (property, at) => `exercised[${String(property)}] += exercisedNow[${String(at)}];`,
  );
  const ofProperty = properties.map(
    (property, at) => `if ((bad & ${String(1 << at)}) !== 0) sink.violated(${String(property)}, index, -1);`,
  );
  const declared = groups.map((_, group) => {
    const g = String(group);
    return `const { on: on${g}, ask: ask${g}, judge: judge${g}, lookups: lookups${g}, mask: mask${g}, table: answers${g} } = verdicts.groups[${g}];`;
  });
  if (groups.length === 0) return { declared: '', text: '', counted: '' };
  // Which properties a state exercises is hard to predict, so they are counted without branches, as small integers.
  const exercise = properties.map((_, at) => `exercisedNow[${String(at)}] += seen >>> ${String(at)} & 1;`);
  return {
    declared: [`const exercisedNow = new Int32Array(${String(properties.length)});`, ...declared].join('\n'),
    text: `let seen = 0, bad = 0; ${ofGroup.join('')}\n${exercise.join(' ')}\nif (bad !== 0) { ${ofProperty.join(' ')} }`,
    counted: `${counted.join(' ')} exercisedNow.fill(0);`,
  };
}
