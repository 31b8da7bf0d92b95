/**
 * What a check answers: the verdict, the counts and the counterexamples. Everything here is plain JSON data.
 */
import type { RecordField } from '../language/schema.ts';
import type { Fairness, Params, Property } from '../language/system.ts';
import type { VacuityFinding } from '../vacuity/findings.ts';

/** `holds` is said only of a space that was searched to its end; a bound that was hit is `exhausted`. */
export type Verdict = 'holds' | 'violated' | 'exhausted';

/** The bound that ended a search before its end; `symmetry`, where it ended and claims about runs are not judged. */
export type Limit = 'depth' | 'states' | 'memory' | 'time' | 'interrupt' | 'symmetry';

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
  /**
   * Of a lasso, the violation of a liveness property: the number of the state that its last step leads back to (0: the
   * initial state), so that the steps after that state are repeated for ever. `steps.length`: the run stays in its last
   * state for ever.
   */
  readonly loop?: number;
}

/** Why a fairness constraint does not exclude a lasso's loop. */
export interface FairnessShown {
  readonly strength: 'weak' | 'strong';
  /** The unit of fairness: an action, a process, or actions of a process. */
  readonly of: string;
  /** The first step of the loop (1 is the trace's first step) that it takes; null where it takes none. */
  readonly takenAt: number | null;
  /** The first state of the loop (0 is the initial one) in which it is disabled; null where it is enabled in all. */
  readonly disabledAt: number | null;
  /** Whether some state of the loop enables it. */
  readonly everEnabled: boolean;
}

/** What is told of a lasso beside its steps. */
export interface LassoReport {
  /** The state from which on the goal is owed and never comes: for `leadsTo` one that satisfies `from`. */
  readonly since: number;
  /** The runs that count, in words. */
  readonly fairness: string;
  /** Each constraint of that fairness, and how the loop meets it. */
  readonly constraints: readonly FairnessShown[];
}

export interface Violation {
  readonly property: string;
  readonly kind: Property<RecordField>['kind'];
  /** Only for a property with several instances, and where there is a trace: the instance that the trace violates. */
  readonly params?: Params;
  readonly source: string | null;
  readonly otherwise: string | null;
  /** Of its counterexample, of a lasso stem and loop; null for a `sometimes` that a complete search never reached. */
  readonly steps: number | null;
  /** null for a `sometimes` that a complete search never reached, or where no traces were asked for. */
  readonly trace: Trace | null;
  /** Only for a liveness property, whose trace is a lasso. */
  readonly lasso?: LassoReport;
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
   * successor (`deadlockFree`). Equal to all of them where no antecedent is given. 1 or 0 for `sometimes`. For liveness the
   * distinct states from which on the goal is owed: those of `from`, the initial ones (`eventually`), or all.
   */
  readonly exercised: number;
  /** Only for a liveness property: the runs that count, in words. */
  readonly fairness?: string;
  /** Only for a `sometimes` that was reached. */
  readonly witness?: Witness;
}

/** How a `sometimes` is reached: breadth-first, by a shortest trace. */
export interface Witness {
  readonly steps: number;
  /** null where no traces were asked for, and where its levels are large and the property was not chosen by name. */
  readonly trace: Trace | null;
}

/** The graph over which liveness was judged. */
export interface LivenessReport {
  /** Transitions, as stored: those that change nothing included. */
  readonly edges: number;
  /** Beside what the search stored. */
  readonly bytes: number;
  readonly elapsedMs: number;
}

/** The symmetry that a search used. */
export interface SymmetryReport {
  /** The declared sets. */
  readonly sets: readonly { readonly name: string; readonly size: number }[];
  /** States that the expanded representatives stand for: after a search to the end, all that the system reaches. */
  readonly states: number;
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
  /** With symmetry, of representatives, as all the counts below are. */
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
  /** Claims about runs that were chosen and are not judged, because of `symmetry` or `safety`; they are not in `properties`. */
  readonly leftOut: readonly string[];
  /** null where no liveness was judged: none is claimed, or the search did not reach the end of the space. */
  readonly liveness: LivenessReport | null;
  /** Only of a search without checks: an access outside the schema would have passed unnoticed. */
  readonly unchecked?: true;
  /** With `vacuity`: what decides nothing; else null. */
  readonly vacuity: readonly VacuityFinding[] | null;
  /** With `symmetry`: what was declared, and how many states were left out for it; else null. */
  readonly symmetry: SymmetryReport | null;
}

export interface Progress {
  readonly doing: 'searching' | 'writing a checkpoint' | 'judging liveness' | 'building counterexamples';
  readonly distinct: number;
  readonly generated: number;
  /** States of the current and the next level that wait for expansion. */
  readonly queue: number;
  readonly depth: number;
  readonly bytes: number;
  readonly elapsedMs: number;
  /** What is violated so far, with the steps of the shortest counterexample met. */
  readonly violated: readonly Violated[];
}

export interface Violated {
  readonly property: string;
  readonly steps: number;
}

/** Where a worker thread finds the system: a module whose default export is the system, or a function from `params` to it. */
export interface ModuleSource {
  /** A file: URL. */
  readonly url: string;
  readonly params?: Json;
}

/** Where a search leaves what it takes to go on with it. */
export interface CheckpointOptions {
  readonly file: string;
  /** Default a minute. Writing takes at most a tenth of the time, so that checkpoints of a very large search come less often. */
  readonly everyMs?: number;
}

export interface CheckOptions {
  readonly search?: 'breadth-first' | 'depth-first';
  /**
   * Worker threads; more than 1 needs `module`. Default 1, which runs on the calling thread in slices. More than there are
   * cores only cost time. Where memory has no room for so many, fewer are started, and the report says how many.
   */
  readonly workers?: number;
  readonly module?: ModuleSource;
  /** Continue after the first violation and report a counterexample for each violated property. */
  readonly continue?: boolean;
  /**
   * Build the counterexamples; default true. It costs a pass over the levels for each violated property, so that who only
   * wants their lengths may leave it.
   */
  readonly traces?: boolean;
  /** Steps from the initial states; depth-first, steps of the path that was followed. */
  readonly depthMax?: number;
  /** Distinct states; looked at after each level (breadth-first), so that the counts do not depend on the workers. */
  readonly statesMax?: number;
  /**
   * Bytes of states and table, as they are reserved; some thousand states always fit. Default: half of what the machine and
   * the cgroup have. Never more than they leave, and half of what `ulimit -v` leaves.
   */
  readonly memoryMaxBytes?: number;
  readonly timeMaxMs?: number;
  /** Names of the properties to check; default all. */
  readonly properties?: readonly string[];
  /** Leave out liveness properties; the report lists them in `leftOut`. */
  readonly safety?: boolean;
  /** The runs that liveness properties are about, in place of what system and properties declare. */
  readonly fairness?: Fairness;
  /** Catch properties that write, and functions that are not deterministic, too. Slower. */
  readonly debug?: boolean;
  /**
   * Let pass what effects write and functions read outside the schema, which is then some other bits; the report says so. A few
   * percent faster, for a system that was searched with the checks before.
   */
  readonly unchecked?: boolean;
  /** Look, after the search, for actions, conjuncts and properties that decide nothing. */
  readonly vacuity?: boolean;
  /**
   * Keep one state of each orbit of the symmetry that the system declares. Every state of every orbit is asked whether it
   * behaves as the declaration says; one that does not rejects with a SystemError. Liveness properties are left out, and unless
   * `safety` asks for that, the verdict is then `exhausted` at best.
   */
  readonly symmetry?: boolean;
  /**
   * Called many times a second: while the search runs, once for each property as soon as it is violated, and afterwards
   * while counterexamples are built.
   */
  readonly onProgress?: (progress: Progress) => void;
  /** Hears, in a sentence, of what is not done as it was asked for: fewer workers, less memory. */
  readonly onNote?: (note: string) => void;
  /** The first abort finishes the level and reports `exhausted`; with `checkpoint` it does not wait for the end of the level. */
  readonly signal?: AbortSignal;
  /**
   * Keeps a checkpoint in a file: at the start, at intervals, and where a limit or `signal` ends the search. The file is
   * replaced as a whole. A file that is there already is refused, unless it is the one of `resume`. It stays after the search; to
   * remove it is up to the caller.
   */
  readonly checkpoint?: CheckpointOptions;
  /**
   * Goes on from the checkpoint in this file, which must be of the same system and options. Bounds and workers may be
   * others. The report is that of a search that was never stopped; `timeMaxMs` bounds this run alone.
   */
  readonly resume?: string;
}
