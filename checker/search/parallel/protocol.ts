/**
 * What the threads of a parallel search share, and who may touch it when.
 *
 * - `store` (see store.ts): a worker writes rows of arena, parent and action only inside chunks that it reserved from
 *   `top`; it publishes a row by the compare-and-swap that puts its number into the table, and others read the row only
 *   after they loaded that number with `Atomics.load`. A loser reuses its row for the next state.
 * - `ranges`: triples of from, to, depth. A worker appends a triple when it closes a chunk; readers wait for the barrier.
 * - `control`: one word each, below. Words marked L are written by the leader (the last to arrive at the barrier) while
 *   all others wait, so that plain order suffices; the rest go through Atomics.
 */
import type { Limit, ModuleSource } from '../../report.ts';
import type { Counters } from '../counters.ts';
import type { Finding } from '../findings.ts';
import type { Store } from '../store.ts';
import type { PortableError } from '../../portable-error.ts';
import { portable } from '../../portable-error.ts';

export const word = {
  /** Workers that wait at the barrier, and the barrier's round, on which they wait. */
  arrived: 0,
  round: 1,
  /** The next range to expand, and the end of this level's ranges (L). */
  cursor: 2,
  levelEnd: 3,
  /** Ranges appended so far. */
  ranges: 4,
  /** The next arena row that no chunk has, and the first of the level being built (L). */
  top: 5,
  base: 6,
  /** Slots of the table (L); 1 in `grow` asks all to meet because it is too small. */
  slots: 7,
  grow: 8,
  /** What the workers do after the barrier (L): 0 expand, 1 fill the grown table, 2 end. */
  task: 9,
  /** The depth of the states being expanded (L), and the states of their level (L). */
  depth: 10,
  levelSize: 11,
  /** States in closed ranges. */
  count: 12,
  /** A limit's code that ends the search at once (`now`) or after the level (`later`), and the one that did (L). */
  stopNow: 13,
  stopLater: 14,
  limit: 15,
  /** 1 after a worker threw. */
  failed: 16,
  /** Where `cursor` was when the table had to grow (L). */
  cursorKept: 17,
  /** From here on, by property: length + 1 of its shortest violations, 0 for none. */
  lengths: 18,
} as const;

/** Words of a triple in `ranges`. */
export const RANGE_WORDS = 3;

export const task = { expand: 0, fill: 1, end: 2 } as const;

/** Codes 1 … of limits. */
export const limits: readonly Limit[] = ['depth', 'states', 'memory', 'time', 'interrupt'];
export const codeOf = (limit: Limit): number => limits.indexOf(limit) + 1;

/** Everything a worker needs; buffers are shared, the rest is copied. */
export interface Job {
  readonly kind: 'job';
  readonly worker: number;
  readonly workers: number;
  readonly module: ModuleSource;
  /** By name, in the order in which findings and counters number them. */
  readonly properties: readonly string[];
  /** Whether one state of each orbit is kept. */
  readonly symmetric: boolean;
  readonly fingerprint: string;
  readonly debug: boolean;
  readonly unchecked: boolean;
  readonly all: boolean;
  readonly depthMax: number;
  readonly statesMax: number;
  readonly store: Store;
  readonly ranges: Int32Array;
  readonly control: Int32Array;
  /** From, to of each worker's open chunk: written by its worker before it waits, read by the leader. */
  readonly open: Int32Array;
  /** Generated and expanded of each worker, for progress and counts. Only its worker writes its own. */
  readonly tallies: Float64Array;
}

export interface Done {
  readonly kind: 'done';
  readonly counters: Counters;
  readonly findings: readonly Finding[];
}

export interface Failed {
  readonly kind: 'failed';
  readonly error: PortableError;
}

/** The message of a worker that ended because another one threw. */
export const ANOTHER_FAILED = 'another worker failed';

export type Answer = Done | Failed;

/** Tells the other workers that one has failed, wherever they are: expanding states or waiting at the barrier. */
export function announceFailure(control: Int32Array): void {
  Atomics.store(control, word.failed, 1);
  Atomics.compareExchange(control, word.stopNow, 0, codeOf('interrupt'));
  Atomics.add(control, word.round, 1);
  Atomics.notify(control, word.round);
}

export function failedBy(cause: unknown): Failed {
  return { kind: 'failed', error: portable(cause) };
}
