/**
 * What a reader knows of each G or P, and what it stumbled over: bookkeeping of the model, judged by properties.
 */
import { array, bool, oneOf, record } from '../../checker/index.ts';
import type { Draft, IntField, Plain, View } from '../../checker/index.ts';

/** abandoned: of a P in a system call that is about to be stolen, which says nothing of the M that it had. */
export const seen = oneOf('none', 'runnable', 'running', 'waiting', 'dead', 'idle', 'syscall', 'abandoned');
export type Seen = (typeof seen.values)[number];

/** Of `count` Gs or Ps, whose sequence numbers are `seq`. */
export const readerFields = (count: number, seq: IntField) => ({
  reader: array(
    count,
    record({
      /** The status that the last generation read to its end left; none as long as nothing is known. */
      left: seen,
      /** The status that opened the generation after the one that is being flushed; none if there is none yet. */
      opened: seen,
      /** By gen%2: the status after the events written so far, none before the first, and the last sequence number. */
      now: array(2, seen),
      seq: array(2, seq),
    }),
  ),
  /** Each stays once it is set. */
  stumbled: record({
    noStatus: bool(),
    twice: bool(),
    sequence: bool(),
    misfit: bool(),
    missing: bool(),
    disagree: bool(),
  }),
});

type Fields = ReturnType<typeof readerFields>;
export type NextReader = { readonly [K in keyof Fields]: Draft<Fields[K]> };
export type Stumbled = View<Fields['stumbled']>;

export const initialReader = (
  lefts: readonly Seen[],
): { readonly [K in keyof Fields]: Plain<Fields[K]> } => ({
  reader: lefts.map((left) => ({ left, opened: 'none', now: ['none', 'none'], seq: [0, 0] })),
  stumbled: {
    noStatus: false,
    twice: false,
    sequence: false,
    misfit: false,
    missing: false,
    disagree: false,
  },
});
