/**
 * Samples of the CPU profiler in the execution trace. Source: runtime/tracecpu.go.
 */
import { eventId } from '../../wire/index.ts';
import type { G, M, P, Runtime } from './runtime2.ts';
import type { Frame } from './symtab.ts';
import { none, traceBytesPerNumber } from './tracebuf.ts';
import { unsafeTraceWriter } from './traceexp.ts';
import { traceStackTablePut } from './tracestack.ts';
import { slot } from './tracewriter.ts';

const evCPUSamples = eventId('CPUSamples');
const evCPUSample = eventId('CPUSample');

/**
 * Records a sample: a signal handler on the thread `mp`. It is one step here: between its setting of the M's flag and its clearing
 * of it nothing else runs on that M, and traceAdvance waits for the flag in any case.
 * Go: traceCPUSample, runtime/tracecpu.go.
 */
export function traceCPUSample(gp: G | null, mp: M, pp: P | null, stk: Frame | null): void {
  const { trace } = mp.rt;
  const { gen } = trace;
  if (!trace.enabled || gen === 0) return;
  trace.cpuLog[slot(gen)].push({
    time: mp.rt.clock(),
    m: mp.procid,
    p: pp === null ? none : pp.id,
    g: gp === null ? 0 : gp.goid,
    stack: stk,
  });
}

/** Writes the samples of a generation into its buffer. Go: traceReadCPU, runtime/tracecpu.go. */
export function traceReadCPU(rt: Runtime, gen: number): void {
  const { trace } = rt;
  const samples = trace.cpuLog[slot(gen)];
  const w = unsafeTraceWriter(rt, gen, trace.cpuBuf[slot(gen)]);
  for (const { time, m, p, g, stack } of samples) {
    w.ensure(2 + 5 * traceBytesPerNumber, evCPUSamples);
    const args = [time, m, p, g, traceStackTablePut(rt, gen, stack)];
    w.byte(evCPUSample);
    for (const arg of args) w.varint(arg);
    w.logged(evCPUSample, args);
  }
  trace.cpuBuf[slot(gen)] = w.buf;
  samples.length = 0;
}

/** Queues that buffer. Go: traceCPUFlush, runtime/tracecpu.go. */
export function traceCPUFlush(rt: Runtime, gen: number): void {
  const { trace } = rt;
  unsafeTraceWriter(rt, gen, trace.cpuBuf[slot(gen)]).flush();
  trace.cpuBuf[slot(gen)] = null;
}
