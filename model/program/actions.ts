/** Actions of programs: one for each step, with its place as the first conjunct, so that a search finds it by the place. */
import { inParts, range } from '../../checker/index.ts';
import type { Action } from '../../checker/index.ts';
import type { Functions } from './code/functions.ts';
import { memoryActions } from './code/memory.ts';
import type { PlaceStep } from './code/numbering.ts';
import type { ThreadKind } from './language/kinds.ts';
import { kinds } from './language/kinds.ts';
import { mayGrow } from './places/granularity.ts';
import type { KindOfM, ProgramConstants, ProgramSchema, ProgramState } from './state/state.ts';
import { accessOf } from './language/program.ts';
import type { Instruction } from './language/program.ts';
import { instructionsOf } from './steps/walk.ts';

export type ProgramActions = Readonly<Record<string, Action<ProgramSchema>>>;

export interface NamedStep {
  readonly name: string;
  readonly kind: ThreadKind;
  readonly step: PlaceStep;
}

interface ActionOptions {
  /** In which file a function stands, for the lines of a counterexample. */
  readonly file: (fn: string) => string;
  readonly functions: Functions;
  /** Whether a step says which instructions it runs. */
  readonly isNoting: boolean;
}

export function actionsOf(
  k: ProgramConstants,
  steps: readonly NamedStep[],
  { file, functions, isNoting }: ActionOptions,
): ProgramActions {
  const { bounds, over } = k;
  const ms = range(bounds.programs.length);
  const grows = bounds.programs.some(({ growths }) => growths > 0);
  const actions = steps
    .filter(({ kind }) => grows || kind !== 'growth')
    .map(({ name, kind, step }): [string, Action<ProgramSchema>] => {
      const { number, place, text } = step;
      const enabled = text.guard === '' ? undefined : functions.guard(text.guard);
      const about = {
        effect: isNoting
          ? functions.effect(text.trail())
          : inParts(functions.effect(text.effect), () => functions.flow(text.head, text.parts)),
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

function sourceOf(step: PlaceStep, file: (fn: string) => string): string {
  const { fn } = tellingOf(step);
  return `runtime/${file(fn)}, ${fn}`;
}

/** What a reader knows the step by: its first access, or the function that it enters. A call of the tracer goes by the first that it stores. */
export function tellingOf({ place, step }: PlaceStep): { fn: string; line: number } {
  if (place.first.op === 'call' && place.first.name === 'idle') {
    const own = instructionsOf(step).filter(({ fn }) => fn !== place.first.fn);
    return own.find(({ op }) => op === 'store') ?? own.find(isAccess) ?? place.first;
  }
  const access = instructionsOf(place.tree).find(isAccess);
  return place.first.op === 'entry' || access === undefined ? place.first : access;
}

const isAccess = (one: Instruction): boolean =>
  accessOf(one) !== undefined || (one.op === 'call' && isTold(one.name));

/** Whether a reader of a step is told of a call: it does something, and is no word of the drivers. */
export const isTold = (name: string): boolean =>
  ![
    'outside',
    'idle',
    'choose',
    'writes',
    'unwritten',
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
    'leavesSyscall',
    'loseP',
    'regainP',
  ].includes(name);

function noteOf({ place }: PlaceStep): string {
  const words = instructionsOf(place.tree).flatMap((one) => {
    const lock = one.op === 'call' ? one.lock : undefined;
    return accessOf(one)?.place ?? lock ?? [];
  });
  return [...new Set(words)].join(', ');
}
