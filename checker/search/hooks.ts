/** What a search tells and asks while it runs: progress, interrupts, checkpoints, and threads that may take it over. */
import type { Progress } from '../check/report.ts';
import type { RecordField } from '../language/schema.ts';
import type { Checkpoints, Saved } from './checkpoint/checkpoint.ts';
import type { Snapshot } from './checkpoint/snapshot.ts';
import type { SearchResult } from './result.ts';
import type { Store } from './store.ts';
import type { GoingOver } from './wasm/going-over.ts';

export interface Hooks {
  readonly onProgress: ((progress: Progress) => void) | undefined;
  readonly signal: AbortSignal | undefined;
  /** Where checkpoints are written to, and the one to go on from. */
  readonly checkpoints: Checkpoints | null;
  readonly saved: Saved | null;
}

/** What may take a search over to WebAssembly, whichever thread finds the structures. */
export type Over = Pick<GoingOver<RecordField>, 'structures' | 'isDue' | 'find'>;

/** Threads that may take over a search from the one that began it. */
export interface Others {
  /** An empty store that they can reach. */
  readonly store: Store;
  /** Whether they have a larger one where this one is full. */
  readonly hasLarger: boolean;
  /** Asked between two slices, of which the last ended at `nowMs`: whether they take over, with `left` states of the level. */
  take(left: number, expanded: number, nowMs: number): boolean;
  /** Takes over. `earlierMs` is the time of the runs before this one. */
  goOn(begun: Snapshot, earlierMs: number, over: Over | null): Promise<SearchResult>;
}

export const noHooks: Hooks = { onProgress: undefined, signal: undefined, checkpoints: null, saved: null };
