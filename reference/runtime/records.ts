/** What is written, as those know it who wrote it: events and entries of tables, and samples of the CPU profiler. */
import type { Frame } from './symtab.ts';

/**
 * Something in a batch as the code that wrote it knows it, in the order in which writes became complete: an event, or an entry of
 * a table.
 */
export interface LoggedEvent {
  /** The procid of the M whose batch it is in, or none. */
  readonly m: number;
  readonly gen: number;
  readonly ev: number;
  /** As on the wire, without the time. A Stack has its frames here, after their count, four numbers each. */
  readonly args: readonly number[];
  /** When, in clock units; only of timed events. */
  readonly ts?: number;
  /** The bytes of a String, or the body of an experimental batch. */
  readonly data?: Uint8Array;
}

/** Go: a record of the profBuf trace.cpuLogWrite, runtime/tracecpu.go. */
export interface CPUSample {
  readonly time: number;
  readonly m: number;
  readonly p: number;
  readonly g: number;
  readonly stack: Frame | null;
}

/** What traceAdvance notes of a goroutine that has done nothing yet. Go: untracedG, a type in traceAdvance. */
export interface UntracedG<G> {
  readonly gp: G;
  readonly goid: number;
  readonly mid: number;
  readonly status: number;
  readonly inMarkAssist: boolean;
  readonly stackID: number;
}
