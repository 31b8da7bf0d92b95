/**
 * What a workload is: a main goroutine, and what the process that it runs in is like.
 */
import type { G, Steps } from '../runtime/runtime2.ts';

/** A program that the reference can run. */
export interface Workload {
  readonly name: string;
  /** One line for people. */
  readonly title: string;
  /** GOMAXPROCS. */
  readonly procs: number;
  /** GODEBUG=traceallocfree=1: stacks are traced, and a growth enters the tracer again. */
  readonly traceallocfree: boolean;
  /** Whether a CPU profile is taken meanwhile; left out: none. */
  readonly profiled?: boolean;
  /** What main does once; it is asked again until the run is long enough. Random choices come from `below`. */
  readonly round: (gp: G, below: (count: number) => number) => Steps<void>;
}
