/** What a check is asked to do. Which of it goes together is part of the type of {@link CheckOptions}, and judged again at run time. */
import type { Fairness } from '../language/system.ts';
import type { Json, Progress } from './report.ts';

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

/** How a search goes, and how many threads it may take. */
export type SearchOptions =
  | {
      /** In which order states are found; default breadth-first, whose counterexamples are the shortest. */
      readonly search?: 'breadth-first';
      /**
       * Worker threads; more than 1 needs `module`. Default 1, which runs on the calling thread in slices. More than there are
       * cores only cost time. Where memory has no room for so many, fewer are started, and the report says how many.
       */
      readonly workers?: 1;
      readonly module?: ModuleSource;
    }
  | {
      readonly search?: 'breadth-first';
      readonly workers: number;
      /** Where each worker imports the system from, since functions cannot be sent to a thread. */
      readonly module: ModuleSource;
    }
  | {
      /** Depth-first reaches deep states early, and has one worker. */
      readonly search: 'depth-first';
      readonly workers?: 1;
      readonly module?: ModuleSource;
    };

/** What is checked of the accesses of guards, effects and properties. Debug mode checks all of them. */
export type AccessOptions =
  | {
      /** Catch properties that write, and functions that are not deterministic, too. Slower. */
      readonly debug?: boolean;
      readonly unchecked?: false;
    }
  | {
      readonly debug?: false;
      /**
       * Let pass what effects write and functions read outside the schema, which is then some other bits; the report says so. A few
       * percent faster, for a system that was searched with the checks before.
       */
      readonly unchecked?: boolean;
    };

/** What a search may cost at most. */
export interface BoundOptions {
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
}

/** What a check is asked for, whichever way it searches; `P` are the names of the properties, `N` those of the actions. */
export interface JudgedOptions<P extends string = string, N extends string = string> extends BoundOptions {
  /**
   * What expands the states. `js`: JavaScript that is generated for the system and calls its functions. `wasm`: WebAssembly that is
   * generated from the structures of its functions; breadth-first, one worker, no symmetry, debug or unchecked mode. `auto`, the default,
   * begins with the first and goes over to the second where that pays and can be. The report is the same.
   */
  readonly engine?: 'auto' | 'js' | 'wasm';
  /**
   * How states are kept. `plain`: whole. `components`: by the numbers of their parts, which takes a half to a quarter of the memory; one
   * worker, and the engine in JavaScript. `auto`, the default, is `plain` until memory ends, and goes on with the other where that pays.
   */
  readonly store?: 'auto' | 'plain' | 'components';
  /** Continue after the first violation and report a counterexample for each violated property. */
  readonly continue?: boolean;
  /**
   * Build the counterexamples; default true. It costs a pass over the levels for each violated property, so that who only
   * wants their lengths may leave it.
   */
  readonly traces?: boolean;
  /** Names of the properties to check; default all. */
  readonly properties?: readonly P[];
  /** Leave out liveness properties; the report lists them in `leftOut`. */
  readonly safety?: boolean;
  /** The runs that liveness properties are about, in place of what system and properties declare. */
  readonly fairness?: Fairness<N>;
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
   * while counterexamples are built. Who only wants to see how far it is iterates what `check` returns.
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

/** The options of a check. Pairs that exclude each other do not compile. */
export type CheckOptions<P extends string = string, N extends string = string> = JudgedOptions<P, N> &
  SearchOptions &
  AccessOptions;

/** The same options side by side, where it is judged at run time alone which go together. */
export interface CheckSettings extends JudgedOptions {
  readonly search?: 'breadth-first' | 'depth-first';
  readonly workers?: number;
  readonly module?: ModuleSource;
  readonly debug?: boolean;
  readonly unchecked?: boolean;
}
