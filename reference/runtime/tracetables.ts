/**
 * What a generation needs besides the events of its Ms, in batches that no M wrote: the frequency of the clock, and the tables.
 * Source: runtime/tracetime.go (traceFrequency), runtime/tracestring.go, runtime/tracestack.go, runtime/tracetype.go.
 */
import { eventId } from '../../wire/index.ts';
import type { Runtime } from './runtime2.ts';
import { nextBuf, traceBufFlush } from './tracewriter.ts';

const frequency = eventId('Frequency');
const sync = eventId('Sync');
const clockSnapshot = eventId('ClockSnapshot');

/** Units of the trace clock in a second: nanoseconds by 64. Go: traceClockUnitsPerSecond, runtime/tracetime.go. */
const unitsPerSecond = 15_625_000;

/** Queues the batches of a generation that no M writes to any more. Go: traceAdvance, runtime/trace.go. */
export function finishGeneration(rt: Runtime, gen: number): void {
  const buf = nextBuf(rt, gen, null, null);
  const syncs = rt.design.header >= 25;
  if (syncs) buf.byte(sync);
  buf.byte(frequency);
  buf.varint(unitsPerSecond);
  if (syncs) {
    buf.byte(clockSnapshot);
    // The wall clock of this process begins with its trace clock.
    const ns = buf.lastTime * 64;
    for (const value of [0, ns, Math.floor(ns / 1e9), ns % 1e9]) buf.varint(value);
  }
  traceBufFlush(rt, buf, gen);
}
