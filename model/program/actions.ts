/** Actions of programs: one for each step, with its place as the first conjunct, so that a search finds it by the place. */
import { compiled, range } from '../../checker/index.ts';
import type { Action, Params } from '../../checker/index.ts';
import { eventsMax } from '../bounds.ts';
import { buffersOf } from './buffers.ts';
import { isBetweenSections } from './forgotten.ts';
import { memoryActions, memoryHelpers } from './memory.ts';
import type { PlaceStep } from './numbering.ts';
import { readerOfEvents } from './scheduler/events.ts';
import { isPreemptedIn } from './scheduler/preempted.ts';
import { procHelpers } from './scheduler/proc-calls.ts';
import { readerOfPs } from './scheduler/proc-events.ts';
import { syscallHelpers } from './scheduler/syscall-calls.ts';
import { hasSyscalls } from './scheduler/syscall-fields.ts';
import type { ThreadKind } from './kinds.ts';
import { kinds } from './kinds.ts';
import { mayGrow } from './rules.ts';
import { freePosition } from './state.ts';
import type { KindOfM, ProgramConstants, ProgramDraft, ProgramSchema, ProgramState } from './state.ts';
import { instructionsOf } from './walk.ts';

export type ProgramActions = Readonly<Record<string, Action<ProgramSchema>>>;

export interface NamedStep {
  readonly name: string;
  readonly kind: ThreadKind;
  readonly step: PlaceStep;
}

/** `file` says in which file a function stands, for the lines of a counterexample. */
export function actionsOf(
  k: ProgramConstants,
  steps: readonly NamedStep[],
  file: (fn: string) => string,
): ProgramActions {
  const { bounds, over, garbage } = k;
  const ms = range(bounds.programs.length);
  const outside = outsideOf(k);
  const isOutside = (at: number): boolean => outside.has(at);
  const helpers = {
    ...buffersOf(2 * bounds.eventsPerBuffer, eventsMax(bounds), freePosition(bounds, garbage)),
    ...memoryHelpers(bounds),
    isOutside,
    ...procHelpers(hasSyscalls(bounds) ? safePointOf(k) : isOutside),
    ...syscallHelpers,
    ...readerOfEvents,
    ...readerOfPs,
    isPreempted: isPreemptedIn(k),
  };
  const grows = bounds.programs.some(({ growths }) => growths > 0);
  const actions = steps
    .filter(({ kind }) => grows || kind !== 'growth')
    .map(({ name, kind, step }): [string, Action<ProgramSchema>] => {
      const { number, place, text } = step;
      // Sound because `Instructions` writes the texts, of names of the table and of numbers alone.
      const enabled = text.guard === '' ? undefined : (stepFunction(text.guard, helpers) as Guard);
      const about = {
        effect: stepFunction(text.effect, helpers) as Effect,
        source: sourceOf(step, file),
        note: noteOf(step),
      };
      const more = { ...(enabled !== undefined && { enabled }) };
      const { per } = kinds[kind];
      if (per === 'once')
        return [
          name,
          over.action({
            // Sound because the programs have the kind: the step is one of its.
            guard: { place: (s) => s[kind as 'reader'].at === number, ...more },
            process: () => kind,
            ...about,
          }),
        ];
      if (per === 'caller') {
        const guard = {
          place: (s: ProgramState, p: { slot: number }) => s.caller.at(p.slot).at === number,
          ...more,
        };
        const process = (p: { slot: number }): string => callerName(p.slot);
        return [name, over.action({ params: { slot: range(k.callers) }, guard, process, ...about })];
      }
      const own = kind as KindOfM;
      const running = waitsFor(k, own, mayGrow(place.first));
      return [
        name,
        over.action({
          params: { m: ms },
          guard: { place: (s, p) => s.m.at(p.m)[own].at === number, ...running, ...more },
          process: (p) => `M${p.m}`,
          ...about,
        }),
      ];
    });
  return { ...Object.fromEntries(actions), ...(grows && { StackGrowth: growthOf(k) }), ...memoryActions(k) };
}

type Running = Readonly<Record<string, (state: ProgramState, params: { readonly m: number }) => boolean>>;

/** What of the same M has to be over before the step: a growth takes the goroutine off its own code until newstack is done. */
function waitsFor({ bounds }: ProgramConstants, kind: KindOfM, mayGrowHere: boolean): Running {
  const grows = bounds.programs.some(({ growths }) => growths > 0);
  return {
    ...(kind === 'own' && grows && mayGrowHere && { running: (s, p) => s.m.at(p.m).growth.at === 0 }),
    ...(kind !== 'signal' && notInSignal(bounds)),
  };
}

/** While a signal handler runs, the M does nothing else. */
const notInSignal = ({ parts }: ProgramConstants['bounds']): Running =>
  parts.sections === undefined ? {} : { notInSignal: (s, p) => s.m.at(p.m).signal.at === 0 };

export const callerName = (slot: number): string => (slot === 0 ? 'advancer' : `advancer${slot + 1}`);

/** The numbers of places in which an M is in no section. */
const outsideOf = ({ threads: { own }, numbering }: ProgramConstants): ReadonlySet<number> =>
  new Set(own.places.flatMap(({ index, outside }) => (outside ? [numbering.at.own.get(index) ?? 0] : [])));

/** Whether a place is one where an M runs what forEachP asks it to: while its P may be lost, between sections is not enough. */
function safePointOf({ threads: { own }, numbering }: ProgramConstants): (at: number) => boolean {
  const is = ({ first }: (typeof own.places)[number]): boolean =>
    isBetweenSections(first) || (first.op === 'call' && first.name === 'safePoint');
  const safe = new Set(own.places.filter(is).map(({ index }) => numbering.at.own.get(index) ?? 0));
  return (at) => safe.has(at);
}

/** The one place from which the tracer re-enters itself: the prologue of a function that is not nosplit. */
function growthOf({ bounds, over, threads, numbering }: ProgramConstants): Action<ProgramSchema> {
  const growable = new Set(
    threads.own.places.filter(({ first }) => mayGrow(first)).map(({ index }) => numbering.at.own.get(index)),
  );
  return over.action({
    params: { m: range(bounds.programs.length) },
    guard: {
      growthsLeft: (s, p) => s.m.at(p.m).growths > 0,
      ...notInSignal(bounds),
      notGrowing: (s, p) => s.m.at(p.m).growth.at === 0,
      prologueIsSplit: (s, p) => growable.has(s.m.at(p.m).own.at),
    },
    effect: (next, p) => {
      const m = next.m.at(p.m);
      m.growths--;
      m.growth['at'] = 1;
    },
    process: (p) => `M${p.m}`,
    source: 'runtime/stack.go, newstack',
    note: 'switches to the system stack, where nothing grows',
  });
}

type Guard = (state: ProgramState, params: Params) => boolean;
type Effect = (next: ProgramDraft, params: Params) => void;

/** One function for each step, found by its place, is what makes the search fast. */
const stepFunction = (text: string, H: object): unknown =>
  compiled('program-step', { H }, `return function (S, p) { ${text} };`);

function sourceOf({ place }: PlaceStep, file: (fn: string) => string): string {
  const { fn } = tellingOf(place);
  return `runtime/${file(fn)}, ${fn}`;
}

/** What a reader knows the step by: its first access, or the function that it enters. */
export function tellingOf(place: PlaceStep['place']): { fn: string; line: number } {
  const all = instructionsOf(place.tree);
  const access = all.find(
    (one) =>
      one.op === 'load' ||
      one.op === 'store' ||
      one.op === 'add' ||
      one.op === 'swap' ||
      (one.op === 'call' && isTold(one.name)),
  );
  return place.first.op === 'entry' || access === undefined ? place.first : access;
}

const isTold = (name: string): boolean =>
  ![
    'outside',
    'idle',
    'choose',
    'mayAdvance',
    'mayStart',
    'startsHere',
    'mayStop',
    'userCode',
    'closing',
    'opened',
    'openedInside',
    'closingInside',
    'interrupted',
    'dropped',
    'resting',
    'runs',
    'mayExit',
    'osStack',
    'mayBorrow',
    'mayDrop',
    'unborn',
  ].includes(name);

function noteOf({ place }: PlaceStep): string {
  const words = new Set(
    instructionsOf(place.tree).flatMap((one) =>
      one.op === 'load'
        ? [one.from.place]
        : one.op === 'store' || one.op === 'add'
          ? [one.to.place]
          : one.op === 'swap'
            ? [one.at.place]
            : one.op === 'call' && one.lock !== undefined
              ? [one.lock]
              : [],
    ),
  );
  return [...words].join(', ');
}
