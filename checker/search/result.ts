/**
 * What a search hands over, whichever way it went: the space that it built and what it met there.
 */
import type { Limit } from '../report.ts';
import type { Counters } from './counters.ts';
import type { Finding } from './findings.ts';
import type { Store } from './store.ts';

/** Pairs of from, to (exclusive): the states of one level. A search of one thread has one pair a level. */
export type Ranges = readonly (readonly [from: number, to: number])[];

export interface SearchResult {
  readonly store: Store;
  /** By depth; in a depth-first search a single entry with all states. */
  readonly levels: readonly Ranges[];
  readonly counters: Counters;
  readonly findings: readonly Finding[];
  readonly limit: Limit | null;
  readonly distinct: number;
  /** The depth of the deepest state. */
  readonly depth: number;
  readonly bytes: number;
  readonly elapsedMs: number;
}

/** Bounds of a search, all finite or Infinity, with the caller's hooks. */
export interface Bounds {
  readonly depthMax: number;
  readonly statesMax: number;
  readonly memoryMaxBytes: number;
  readonly timeMaxMs: number;
  readonly all: boolean;
  readonly debug: boolean;
}
