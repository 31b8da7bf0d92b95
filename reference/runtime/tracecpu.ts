/**
 * Samples of the CPU profiler in the execution trace. Source: runtime/tracecpu.go.
 */
import { eventId } from '../../wire/index.ts';
import { detail } from '../machine/step.ts';
import type { G, M, P, Runtime, Steps } from './runtime2.ts';
import type { Frame } from './symtab.ts';
import { none, traceBytesPerNumber } from './tracebuf.ts';
import { unsafeTraceWriter } from './traceexp.ts';
import { traceStackTablePut } from './tracestack.ts';
import { isWriting, setWriting } from './traceruntime.ts';
import { slot } from './tracewriter.ts';

const evCPUSamples = eventId('CPUSamples');
const evCPUSample = eventId('CPUSample');

/**
 * Records a sample: a signal handler on the thread `mp`, which it interrupts anywhere, on a stack of its own. `own` runs its code. It may
 * come into a section, whose flag keeps traceAdvance away for both. If it does not, it raises the flag itself before it reads gen, as an
 * acquire does. It lowers the flag only if it raised it. If it lowered the flag of the section around it, traceAdvance would flush the
 * section's buffer under its writer. Go: traceCPUSample, runtime/tracecpu.go.
 */
export function* traceCPUSample(own: M, gp: G | null, mp: M, pp: P | null, stk: Frame | null): Steps<void> {
  const { trace } = mp.rt;
  if (!trace.enabled && !trace.shutdown) return;
  const locked = !isWriting(mp);
  if (locked) {
    setWriting(mp, true);
    own.sample = { gen: 0, locked };
    yield* detail(own, 'traceCPUSample: trace.gen', undefined, mp.id);
  }
  const { gen } = trace;
  if (gen !== 0) {
    own.sample = { gen, locked };
    yield* detail(own, 'traceCPUSample: trace.cpuLogWrite', undefined, mp.id);
    trace.cpuLog[slot(gen)].push({
      time: mp.rt.clock(),
      m: mp.procid,
      p: pp === null ? none : pp.id,
      g: gp === null ? 0 : gp.goid,
      stack: stk,
    });
  }
  if (locked) {
    own.sample = { gen: 0, locked };
    yield* detail(own, 'traceCPUSample: mp.trace.writing = false', undefined, mp.id);
    setWriting(mp, false);
  }
  own.sample = null;
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
