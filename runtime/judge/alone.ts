/** The state of a log with some of its Ms alone, in the finite bounds of a system that is looked at. */
import type { Plain } from '../../checker/index.ts';
import { fieldOfLock } from '../../model/index.ts';
import type { LogSteps, LogThread, ProgramSchema, SystemNames } from '../../model/index.ts';
import type { Follows, ThreadRecord } from './follower.ts';

type State = Plain<ProgramSchema>;
type M = State['m'][number];

/** What a log's state is by itself: the sets of Ms are beside it. */
export interface LogMomentState {
  readonly state: State;
  /** The Ms that traceAdvance has yet to come to. */
  readonly left: ReadonlySet<number>;
}

/** The state in a system that has those Ms, and whose initial state is `initial`. What only counts begins anew. */
export function alone(
  { state, left }: LogMomentState,
  ms: readonly number[],
  { threads }: LogSteps,
  names: SystemNames,
  initial: State,
): State {
  const held = new Set<string>();
  const numberOfM = (mp: number): number => ms.indexOf(mp - 1) + 1;
  const leftBits = ms.reduce((bits, m, index) => (left.has(m) ? bits | (1 << index) : bits), 0);
  /** A thread's record, at the place that the system has for it. `looks`: it looks at other Ms than its own. */
  const moved = (kind: Follows, record: ThreadRecord, looks: boolean): ThreadRecord => {
    const thread = threads[kind];
    const number = record.at;
    if (thread === undefined || (number === 0 && kind !== 'own')) return { ...record };
    for (const lock of thread.held[number] ?? []) held.add(fieldOfLock(lock));
    const values = Object.entries(record).map(([field, value]) => [
      field,
      looks ? ofOthers(thread, field, value) : value,
    ]);
    return {
      ...(Object.fromEntries(values) as Record<string, number>),
      at: number === thread.thrown ? number : names.place(kind, thread.indices[number] ?? 0),
    };
  };
  const ofOthers = ({ types }: LogThread, field: string, value: number): number =>
    types[field] === 'ms' ? (value === 0 ? 0 : leftBits) : types[field] === 'm' ? numberOfM(value) : value;
  const [caller] = state.caller;
  const own = {
    caller: initial.caller.map((resting, slot) =>
      slot === 0 && caller !== undefined ? moved('caller', caller as ThreadRecord, true) : resting,
    ),
    reader: moved('reader', state.reader, true),
    allocm: moved('allocm', state.allocm, true),
    m: ms.flatMap((id, index) => {
      const [mp, room] = [state.m[id], initial.m[index]];
      if (mp === undefined || room === undefined) return [];
      const [outer, inner] = [mp.own as ThreadRecord, mp.growth as ThreadRecord];
      return [
        { ...counted(mp, room), own: moved('own', outer, false), growth: moved('growth', inner, false) },
      ];
    }),
  };
  const locks = Object.keys(initial.locks).map((lock) => [lock, held.has(lock)]);
  return { ...state, ...own, locks: Object.fromEntries(locks) as State['locks'] };
}

const counted = (mp: M, { bufs, full, sections, growths }: M): M => ({
  ...mp,
  bufs: bufs.map((free, index) => ({ ...free, ...mp.bufs[index], events: free.events })),
  full: full.map((queue, parity) => queue.map((_, index) => mp.full[parity]?.[index] ?? 0)),
  ...{ wrote: 0, read: 0, sections, growths },
});
