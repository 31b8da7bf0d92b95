/**
 * On which M a reader has each P, where Ms leave theirs behind in system calls: bookkeeping of the model, judged by properties.
 * Ms count from 1, and 0 is none.
 */
import { array, bool, int, record } from '../../checker/index.ts';
import type { Draft, Plain } from '../../checker/index.ts';
import type { NextReader } from './fields.ts';

/** Of no P where no M enters a system call. */
export const readerMsFields = (ms: number, ps: number) => ({
  on: array(
    ps,
    record({
      /** By gen%2: as the events written so far have it. */
      now: array(2, int(0, ms)),
      /** As the last generation read to its end left it. */
      left: int(0, ms),
      /** The M that a ProcSteal has named of which it is not known yet on which M the P was: in the generation being written; or 0. One more than there are: it named none. */
      named: int(0, ms + 1),
      /** By gen%2: that M has ended its system call as blocked, and the P has not been stolen from it. */
      ended: array(2, bool()),
    }),
  ),
  /** Each stays once it is set. */
  stumbledOverMs: array(ps === 0 ? 0 : 1, record({ wrongM: bool(), stuck: bool() })),
});

type Fields = ReturnType<typeof readerMsFields>;
export type NextReaderMs = NextReader & { readonly [K in keyof Fields]: Draft<Fields[K]> };

export const initialReaderMs = (ps: number): { readonly [K in keyof Fields]: Plain<Fields[K]> } => ({
  on: Array.from({ length: ps }, () => ({ now: [0, 0], left: 0, named: 0, ended: [false, false] })),
  stumbledOverMs: ps === 0 ? [] : [{ wrongM: false, stuck: false }],
});
