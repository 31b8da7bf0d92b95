/**
 * Writers that belong to no M, for tables and for experiments: nothing locks them, and whoever has one sees to it that its
 * generation is not over. Source: runtime/traceexp.go, and unsafeTraceWriter in runtime/tracebuf.go.
 */
import type { Runtime } from './runtime2.ts';
import { none, traceBytesPerNumber } from './tracebuf.ts';
import type { TraceBuf } from './tracebuf.ts';
import { nextBuf, traceBufFlush } from './tracewriter.ts';

/** The number of the alloc/free experiment in its batches. Go: traceExperimentAllocFree, runtime/traceexp.go, 1.24. */
const traceExperimentAllocFree = 1;

const evExperimentalBatch = 49;

/** A writer for the batches of no M; `buf` may be null. Go: unsafeTraceWriter, runtime/tracebuf.go. */
export function unsafeTraceWriter(rt: Runtime, gen: number, buf: TraceBuf | null): UnsafeWriter {
  return new UnsafeWriter(rt, gen, buf, 0);
}

/** A writer for batches of the alloc/free experiment. Go: unsafeTraceExpWriter, runtime/traceexp.go, 1.24. */
export function unsafeTraceExpWriter(rt: Runtime, gen: number): UnsafeWriter {
  return new UnsafeWriter(rt, gen, null, traceExperimentAllocFree);
}

class UnsafeWriter {
  /** The buffer that is written to, for a caller that keeps it. */
  buf: TraceBuf | null;
  private readonly rt: Runtime;
  private readonly gen: number;
  private readonly experiment: number;

  constructor(rt: Runtime, gen: number, buf: TraceBuf | null, experiment: number) {
    this.rt = rt;
    this.gen = gen;
    this.buf = buf;
    this.experiment = experiment;
  }

  /**
   * Makes room for so many bytes, and begins a fresh batch with a byte that says what is in it.
   * Go: traceWriter.ensure, runtime/tracebuf.go, and what its callers do when it has flushed.
   */
  ensure(bytes: number, kind?: number): void {
    if (this.buf?.available(bytes) === true) return;
    this.flush();
    this.buf = nextBuf(this.rt, this.gen, null, null, this.experiment);
    if (kind !== undefined) this.buf.byte(kind);
  }

  byte(value: number): void {
    this.buf?.byte(value);
  }

  varint(value: number): void {
    this.buf?.varint(value);
  }

  stringData(bytes: Uint8Array): void {
    this.buf?.stringData(bytes);
  }

  /** A reading of the clock for what is written next; its distance from the last one is written, too. */
  time(): number {
    const { buf } = this;
    if (buf === null) throw new Error('a time was written without a buffer; ensure comes first');
    const ts = Math.max(this.rt.clock(), buf.lastTime + 1);
    buf.varint(ts - buf.lastTime);
    buf.lastTime = ts;
    return ts;
  }

  /** Writes an event of a batch of no M. Go: traceWriter.event, runtime/tracebuf.go. */
  event(ev: number, ...args: readonly number[]): void {
    this.ensure(1 + (args.length + 1) * traceBytesPerNumber);
    this.byte(ev);
    const ts = this.time();
    for (const arg of args) this.varint(arg);
    this.rt.trace.events++;
    this.logged(ev, args, undefined, ts);
  }

  /** Tells the log of the run what has been written. */
  logged(ev: number, args: readonly number[], data?: Uint8Array, ts?: number): void {
    const { log } = this.rt.options;
    if (log === undefined) return;
    const event = { m: none, gen: this.gen, ev, args };
    log({ ...event, ...(data === undefined ? {} : { data }), ...(ts === undefined ? {} : { ts }) });
  }

  /** Queues the buffer, under trace.lock. Go: traceWriter.flush, runtime/tracebuf.go. */
  flush(): void {
    const { buf } = this;
    if (buf === null) return;
    // The body of an experiment's batch means what the experiment says: it is told whole.
    if (this.experiment !== 0)
      this.logged(
        evExperimentalBatch,
        [this.experiment],
        buf.written.slice(buf.lenPos + traceBytesPerNumber),
      );
    traceBufFlush(this.rt, buf, this.gen);
    this.buf = null;
  }
}
