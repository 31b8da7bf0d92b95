/** A run of programs of steps, such as a counterexample, with what it takes to follow it through the tree's own instructions. */
import type { Json, Trace } from '../../checker/index.ts';
import { growsAt, isOfM, passagesIn } from '../../model/index.ts';
import type { Bounds, Granularity, Instruction, Passage, Programs, ThreadKind } from '../../model/index.ts';

/** The programs that a run is of. */
export interface ProgramsOfRun {
  readonly programs: Programs;
  readonly bounds: Bounds;
  readonly granularity: Granularity;
}

export interface ProgramRun extends ProgramsOfRun {
  readonly trace: Pick<Trace, 'initial' | 'steps' | 'loop'>;
}

/** A step of a run, with what it passes. */
export interface Passing {
  readonly action: string;
  /** The M of its thread, if that is one; else the number of the caller, or 0. */
  readonly own: number;
  /** The M that the step chooses: whose flag is looked at, or whose buffer is taken. null where it chooses none. */
  readonly chosen: number | null;
  readonly before: Json;
  readonly passages: readonly Passage[];
  /** Where a stack grows, the instruction at which it does; null for another step. */
  readonly growth: Instruction | null;
}

/** The steps of a run, in their order. */
export function passings({ trace, programs, bounds, granularity }: ProgramRun): Passing[] {
  const passed = passagesIn(programs, bounds, { name: 'a run', granularity });
  const growths = growsAt(programs, bounds, granularity);
  let before: Json = trace.initial;
  return trace.steps.map((step) => {
    const { action, params, state } = step;
    const passages = passed(step, before);
    const own = Number(params['m'] ?? params['slot'] ?? 0);
    const index = action === 'StackGrowth' ? growths.get(ownPlace(before, own)) : undefined;
    const growth = index === undefined ? null : (programs.own.list[index] ?? null);
    const choice = / M(\d+)\b/.exec(action)?.[1];
    const one = {
      action,
      own,
      before,
      passages,
      growth,
      chosen: choice === undefined ? null : Number(choice),
    };
    before = state;
    return one;
  });
}

/** The kind of thread that takes a step; undefined for one that no instruction stands for. */
export const threadOf = ({ passages }: Passing): ThreadKind | undefined => passages[0]?.kind;

export const isStepOfM = (step: Passing): boolean => {
  const kind = threadOf(step);
  return kind !== undefined && isOfM(kind);
};

/** What the states of programs say of an M, as far as schedules ask. */
export interface StateOfM {
  readonly entryGen?: number;
  readonly writing?: boolean;
  readonly p?: number;
  readonly own?: { readonly at?: number };
  readonly memory?: { readonly stores?: readonly number[] };
}

/** Sound because a trace of programs has the states of their schema. */
export const msIn = (state: Json): readonly StateOfM[] =>
  (state as { readonly m?: readonly StateOfM[] }).m ?? [];

export const mIn = (state: Json, m: number): StateOfM | undefined => msIn(state)[m];

export const genIn = (state: Json): number | undefined =>
  (state as { readonly trace?: { readonly gen?: number } }).trace?.gen;

/** Whether what a thread has stored has yet to arrive. */
export const storesWait = (state: Json): boolean =>
  ((state as { readonly memory?: { readonly genStore?: number } }).memory?.genStore ?? 0) !== 0 ||
  msIn(state).some(({ memory }) => (memory?.stores?.[0] ?? 0) !== 0);

const ownPlace = (state: Json, m: number): number => mIn(state, m)?.own?.at ?? -1;
