/**
 * What a check answers: the verdict, the counts and the counterexamples. Everything here is plain JSON data.
 */
import type { Params } from './system.ts';

/** `holds` is said only of a space that was searched to its end; a bound that was hit is `exhausted`. */
export type Verdict = 'holds' | 'violated' | 'exhausted';

/** The bound that ended a search before its end. */
export type Limit = 'depth' | 'states' | 'memory' | 'time' | 'interrupt';

/** A state as JSON, of the shape its schema gives. */
export type Json = number | boolean | string | readonly Json[] | { readonly [key: string]: Json };

/** One field that a step changed: its path in the schema (`m[1].seqlock`) with the value before and after. */
export interface Change {
  readonly path: string;
  readonly before: number | boolean | string;
  readonly after: number | boolean | string;
}

export interface Step {
  readonly action: string;
  readonly params: Params;
  readonly process: string;
  readonly changes: readonly Change[];
  readonly state: Json;
}

/** An initial state and the steps from it. `steps.length` is the trace's length. */
export interface Trace {
  readonly initial: Json;
  readonly steps: readonly Step[];
  /** Changes of process between consecutive steps. */
  readonly switches: number;
  /** Short name of this trace for this system: `replay` with the same system and this id gives it back. */
  readonly id: string;
  /** Whether no shorter trace to a violation of this property exists (breadth-first search). */
  readonly shortest: boolean;
}

export interface Violation {
  readonly property: string;
  readonly kind: 'always' | 'alwaysStep' | 'sometimes' | 'deadlockFree';
  readonly source: string | null;
  readonly otherwise: string | null;
  /** null for a `sometimes` that a complete search never reached. */
  readonly trace: Trace | null;
}

export interface ActionReport {
  readonly action: string;
  readonly source: string | null;
  /** Transitions taken. */
  readonly fired: number;
  /** Distinct states first reached by it; a state that several actions reach in its first level counts for the first declared. */
  readonly fresh: number;
  /** For an action that was never enabled: the first conjunct that held in no state where those before it held. */
  readonly neverHeld: string | null;
}

export interface PropertyReport {
  readonly property: string;
  readonly kind: Violation['kind'];
  /** `undecided`: a search that ended early has not decided it. */
  readonly verdict: 'holds' | 'violated' | 'undecided';
  /**
   * How often its antecedent was true: in distinct states (`always`), transitions (`alwaysStep`), states without
   * successor (`deadlockFree`). Equal to all of them where no antecedent is given. 1 or 0 for `sometimes`.
   */
  readonly exercised: number;
}

export interface Report {
  readonly schema: 'nosplit.report/1';
  readonly system: string;
  readonly verdict: Verdict;
  /** Set where the search did not reach its end for a bound. */
  readonly limit: Limit | null;
  readonly violations: readonly Violation[];
  /** States reached, initial ones included: transitions + initial states. */
  readonly generated: number;
  readonly distinct: number;
  /** Distinct states whose successors were not computed. */
  readonly left: number;
  /** States on the longest shortest path, as far as searched; depth-first, on the longest path that was followed. */
  readonly diameter: number;
  /** Enabled transitions per expanded state. */
  readonly outDegree: { readonly min: number; readonly mean: number; readonly max: number };
  /** Bits that the schema needs, and 32-bit words per stored state. */
  readonly stateBits: number;
  readonly stateWords: number;
  /** Everything stored (states, parents, actions, table) over distinct states. */
  readonly bytesPerState: number;
  readonly elapsedMs: number;
  readonly statesPerSecond: number;
  readonly workers: number;
  readonly search: 'breadth-first' | 'depth-first';
  readonly actions: readonly ActionReport[];
  readonly properties: readonly PropertyReport[];
}

export interface Progress {
  readonly distinct: number;
  readonly generated: number;
  /** States of the current and the next level that wait for expansion. */
  readonly queue: number;
  readonly depth: number;
  readonly bytes: number;
  readonly elapsedMs: number;
}

/** Where a worker thread finds the system: a module whose default export is the system, or a function from `params` to it. */
export interface ModuleSource {
  /** A file: URL. */
  readonly url: string;
  readonly params?: Json;
}

export interface CheckOptions {
  readonly search?: 'breadth-first' | 'depth-first';
  /** Worker threads; more than 1 needs `module`. Default 1, which runs on the calling thread in slices. */
  readonly workers?: number;
  readonly module?: ModuleSource;
  /** Continue after the first violation and report a counterexample for each violated property. */
  readonly continue?: boolean;
  /** Steps from the initial states; depth-first, steps of the path that was followed. */
  readonly depthMax?: number;
  /** Distinct states; looked at after each level (breadth-first), so that the counts do not depend on the workers. */
  readonly statesMax?: number;
  /** Bytes of states and table, as they are reserved; some thousand states always fit. Default: half of the machine's. */
  readonly memoryMaxBytes?: number;
  readonly timeMaxMs?: number;
  /** Names of the properties to check; default all. */
  readonly properties?: readonly string[];
  /** Catch accesses out of range, guards and properties that write, and functions that are not deterministic. Slower. */
  readonly debug?: boolean;
  readonly onProgress?: (progress: Progress) => void;
  /** The first abort finishes the level and reports `exhausted`. */
  readonly signal?: AbortSignal;
}
