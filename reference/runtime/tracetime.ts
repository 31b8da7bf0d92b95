/**
 * What a reader needs to make seconds of the trace clock. Source: runtime/tracetime.go.
 */
import { eventId } from '../../wire/index.ts';
import type { Runtime } from './runtime2.ts';
import { traceBytesPerNumber } from './tracebuf.ts';
import { unsafeTraceWriter } from './traceexp.ts';

const evFrequency = eventId('Frequency');
const evSync = eventId('Sync');
const evClockSnapshot = eventId('ClockSnapshot');

/** Nanoseconds to a unit of the clock. Go: traceTimeDiv, runtime/tracetime.go. */
const traceTimeDiv = 64;

/** Go: traceClockUnitsPerSecond, runtime/tracetime.go. */
const traceClockUnitsPerSecond = 1e9 / traceTimeDiv;

/** When this process's clock began, in seconds of the wall clock: a moment that is the same in every run. */
const epochSeconds = 1_700_000_000;

/** Writes the frequency of the clock, in a batch of its own. Go: traceFrequency, runtime/tracetime.go, up to 1.24. */
export function traceFrequency(rt: Runtime, gen: number): void {
  const w = unsafeTraceWriter(rt, gen, null);
  w.ensure(1 + traceBytesPerNumber);
  w.byte(evFrequency);
  w.varint(traceClockUnitsPerSecond);
  w.logged(evFrequency, [traceClockUnitsPerSecond]);
  w.flush();
}

/**
 * Writes frequency, monotonic clock and wall clock, in a batch of its own, so that the clocks of several processes can be laid
 * over each other. Go: traceSyncBatch, runtime/tracetime.go, from 1.25 on.
 */
export function traceSyncBatch(rt: Runtime, gen: number): void {
  const w = unsafeTraceWriter(rt, gen, null);
  w.ensure(3 + 5 * traceBytesPerNumber, evSync);
  w.logged(evSync, []);
  w.byte(evFrequency);
  w.varint(traceClockUnitsPerSecond);
  w.logged(evFrequency, [traceClockUnitsPerSecond]);
  w.byte(evClockSnapshot);
  const ts = w.time();
  const mono = ts * traceTimeDiv;
  const args = [mono, epochSeconds + Math.floor(mono / 1e9), mono % 1e9];
  for (const arg of args) w.varint(arg);
  w.logged(evClockSnapshot, args, undefined, ts);
  w.flush();
}
