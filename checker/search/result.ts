/**
 * What a search hands over, whichever way it went: the space that it built and what it met there.
 */
import type { Program } from '../language/program.ts';
import type { Limit, Progress } from '../check/report.ts';
import type { Counters } from './counters.ts';
import type { Finding } from './findings.ts';
import { violatedBy } from './findings.ts';
import type { Access } from '../state/views.ts';
import type { AnyStore } from './store.ts';

/** Pairs of from, to (exclusive): the states of one level. A search of one thread has one pair a level. */
export type Ranges = readonly (readonly [from: number, to: number])[];

export interface SearchResult {
  readonly store: AnyStore;
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
  /** Of these, what was searched before the checkpoint from which this search went on. */
  readonly earlierMs: number;
}

/** What bounds a search, each a number or Infinity, and how it is run. */
export interface Bounds {
  readonly depthMax: number;
  readonly statesMax: number;
  readonly memoryMaxBytes: number;
  readonly timeMaxMs: number;
  readonly all: boolean;
  readonly debug: boolean;
  readonly unchecked: boolean;
  readonly engine: EngineKind;
  readonly store: StoreKind;
}

/** What expands the states: generated JavaScript, generated WebAssembly, or the first until the second pays. */
export type EngineKind = 'auto' | 'js' | 'wasm';

/** How states are kept: whole, or by the numbers of their parts, or the first until memory ends. */
export type StoreKind = 'auto' | 'plain' | 'components';

/** Progress after a search, while its space is looked through again. */
export function progressAfter(
  program: Pick<Program, 'properties'>,
  result: SearchResult,
  doing: Progress['doing'],
): () => Progress {
  const started = performance.now() - result.elapsedMs;
  const { distinct, counters, depth, bytes, findings } = result;
  return () => ({
    doing,
    distinct,
    generated: counters.generated,
    queue: distinct - counters.expanded,
    depth,
    bytes,
    elapsedMs: performance.now() - started,
    violated: violatedBy(program, findings),
  });
}

/** What the views of a search do about accesses that do not fit. */
export const accessOf = ({ debug, unchecked }: Pick<Bounds, 'debug' | 'unchecked'>): Access =>
  debug ? 'debug' : unchecked ? 'unchecked' : 'checked';
