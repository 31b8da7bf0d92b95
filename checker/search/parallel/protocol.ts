/**
 * What the threads of a parallel search share, and who may touch it when.
 *
 * The search begins on the calling thread, which alone writes to `store` while the workers start (sharing.ts says when). They
 * say `ready` and wait, because `active` is -1. Then the calling thread lays the search out in `ranges` and `control`, opens the
 * first phase, and from there on only listens. A search that ends before that opens the phase `end`.
 *
 * - `store` (see store.ts): a worker writes rows of arena, parent and action only inside chunks that it reserved from
 *   `top`; it publishes a row by the compare-and-swap that puts its number into the table. Others read the number plainly and then
 *   the row, whose address depends on it; a row that seems to differ behind an equal tag they read again after an `Atomics.load` of the
 *   number (generated/table.ts says why that is enough). A loser reuses its row for the next state. Rows of a finished level never
 *   change. In the level being built, a row's action may still become less.
 * - `ranges`: triples of from, to, depth. A worker appends one when it closes a chunk, and others read it in a later phase.
 * - `control`: one word each, below. Words marked L are written by the leader alone, while nobody else is at work, or by the calling
 *   thread before it opens a phase, so that plain order suffices; the rest go through Atomics while workers are at work.
 * - `own`, `tallies`: a part for each worker, which it writes before it leaves a phase; the leader and, while the search is
 *   paused or over, the main thread read it. The first two numbers of a tally are written throughout, for progress.
 *
 * A search is a row of phases: levels to expand, and tables to fill. Whoever finds work in the phase enters it (`active`
 * grows by one), takes ranges by `cursor`, and leaves where there is none left. The last to leave is the leader: it sets
 * `active` to -1, decides what comes next, and opens the next phase. Nobody waits for a worker that has nothing in hand, so a
 * worker that the system has taken off its core delays the others only if it was expanding. The leader begins a level alone and
 * invites the others where it is worth waking them. The others wait for `round` to change.
 *
 * A worker leaves a phase with states in hand (`own`) where the table must grow, where the main thread pauses the search for a
 * checkpoint, and where a limit ends it.
 *
 * - `structures`: the calling thread writes them, and then `control` says how many numbers they are. A worker that sees that goes
 *   over to WebAssembly between two slices, which adds states to the same table in the same way (wasm/table.ts).
 *
 * WebAssembly reaches 4 GiB. Where the memory bound allows more, the search begins in as much, and stops when that is full, as at a
 * limit. Then the calling thread copies the rows into larger columns, with their numbers, and the search goes on in JavaScript from
 * where it was: `control`, `ranges` and what each worker had in hand stay as they are, and the table is filled again.
 *
 * What goes wrong in a worker ends the search: `failed` is 1, the others answer with ANOTHER_FAILED, and `check` rejects with
 * the error of the one that failed: of its class where that is one of ours or of the language, and else of its name, always with its
 * message, stack, code and causes (portable-error.ts). A worker whose heap is full sets it to 2: the others answer
 * with what they have, and the verdict is `exhausted`.
 */
import type { ModuleSource } from '../../check/options.ts';
import type { Limit } from '../../check/report.ts';
import type { Counters } from '../counters.ts';
import type { Finding } from '../findings.ts';
import type { Store } from '../store.ts';
import type { PortableError } from '../../language/portable-error.ts';
import { portable } from '../../language/portable-error.ts';

export const word = {
  /** Workers at work; -1 before the search is handed over, while the leader decides, and while the search is paused. */
  active: 0,
  /** Changes where there is something new to look at. */
  round: 1,
  /** The next range to expand or fill. */
  cursor: 2,
  /** The end of this level's ranges (L). */
  levelEnd: 3,
  /** Ranges appended so far. */
  ranges: 4,
  /** The next arena row that no chunk has. */
  top: 5,
  /** The first row of the level being built (L). */
  base: 6,
  /** Slots of the table (L). */
  slots: 7,
  /** 1 asks all to leave because the table is too small. */
  grow: 8,
  /** What is to be done (L): see `task`. */
  task: 9,
  /** The depth of the states being expanded (L), and the states of their level (L). */
  depth: 10,
  levelSize: 11,
  /** States in closed ranges. */
  count: 12,
  /** A limit's code that ends the search at once (`now`) or after the level (`later`). */
  stopNow: 13,
  stopLater: 14,
  /** The code of the limit that ended it (L). */
  limit: 15,
  /** 1 after a worker threw, 2 after one had no more memory. */
  failed: 16,
  /** Where `cursor` was when the table had to grow (L). */
  cursorKept: 17,
  /** 1 where workers other than the leader are to take part in the level. */
  invited: 18,
  /** 1 asks all to leave, so that the main thread finds the search at rest. */
  pause: 19,
  /** Numbers of the structures that can be had in `structures`; 0 before they were found. */
  structures: 20,
  /** From here on, by property: length + 1 of its shortest violations, 0 for none. */
  lengths: 21,
} as const;

/** Words of a triple in `ranges`. */
export const RANGE_WORDS = 3;
export type Range = readonly [from: number, to: number];
export const rangeAt = (ranges: Int32Array, range: number): Range => [
  ranges[range * RANGE_WORDS] ?? 0,
  ranges[range * RANGE_WORDS + 1] ?? 0,
];

/** Words of each worker in `own`: its open chunk, the states that it has in hand, and the messages of kind `found` that it sent. */
export const own = { chunkFrom: 0, chunkTo: 1, from: 2, to: 3, found: 4 } as const;
export const OWN_WORDS = 5;

export const task = { expand: 0, fill: 1, end: 2 } as const;

/** Codes 1 … of limits. */
export const limits: readonly Limit[] = ['depth', 'states', 'memory', 'time', 'interrupt'];
export const codeOf = (limit: Limit): number => limits.indexOf(limit) + 1;

/** What grows with the states that are found, and the list of their ranges. */
export type Columns = Pick<Job, 'store' | 'ranges'>;

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
  /** Whether the search is paused for checkpoints, for which workers send their findings as they make them. */
  readonly checkpoints: boolean;
  readonly store: Store;
  readonly ranges: Int32Array;
  /** Room for the structures that an engine in WebAssembly is made of (structures/packed.ts). */
  readonly structures: Int32Array;
  readonly control: Int32Array;
  readonly own: Int32Array;
  /** The counters of each worker (see counters.ts), for progress and checkpoints. */
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

/** What a worker says before it answers. */
export type Notice =
  | { readonly kind: 'found'; readonly worker: number; readonly finding: Finding }
  | { readonly kind: 'paused' }
  /** It has the model, and waits for the search to be handed over. */
  | { readonly kind: 'ready' };

export const failure = { none: 0, threw: 1, memory: 2 } as const;

/** Tells the other workers that one has failed, wherever they are: expanding states or waiting. */
export function announceFailure(control: Int32Array, kind: 1 | 2 = failure.threw): void {
  Atomics.compareExchange(control, word.failed, failure.none, kind);
  Atomics.compareExchange(control, word.stopNow, 0, codeOf(kind === failure.memory ? 'memory' : 'interrupt'));
  wake(control);
}

/** Makes all who wait look again. */
export function wake(control: Int32Array): void {
  Atomics.add(control, word.round, 1);
  Atomics.notify(control, word.round);
}

export function failedBy(cause: unknown): Failed {
  return { kind: 'failed', error: portable(cause) };
}
