/** The clock of each thread. Source: runtime/tracewriter.go and tracebuf.go, traceWriter.event and refill. */
import type { WireValue } from '../../decode/cursor.ts';
import type { RawBatch } from '../batch.ts';
import type { ThreadCursor } from '../frontier.ts';
import type { Place } from '../violation.ts';
import type { Findings } from './findings.ts';

/**
 * When an event was, in ticks: at some reading of the clock from `least` to `time`. The writer makes each event of a buffer later
 * than the one before it by at least a tick, so a time may run ahead of the clock for as long as each step is one tick.
 */
export interface Instant {
  readonly least: number;
  readonly time: number;
}

interface Clock {
  batch: RawBatch | undefined;
  time: number;
  least: number;
}

export class Clocks {
  readonly #findings: Findings;
  readonly #clocks = new Map<WireValue, Clock>();

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  /** Takes the next event of a thread, and tells when it was. The result is overwritten by the thread's next event. */
  saw({ m, batches, index, dt }: ThreadCursor, place: Place): Instant {
    let clock = this.#clocks.get(m);
    if (clock === undefined) {
      clock = { batch: undefined, time: 0, least: 0 };
      this.#clocks.set(m, clock);
    }
    const batch = batches[index];
    if (batch !== clock.batch && batch !== undefined) this.#begin(clock, batch, place);
    if (dt === 0)
      this.#findings.add('time-stands', place, 'the event is as late as the one before it in its batch');
    clock.time += Number(dt);
    // A longer step than one tick is a reading of the clock.
    if (dt > 1) clock.least = clock.time;
    return clock;
  }

  /** The buffer's first time may be ahead as well, by what its last owner wrote in it, but is never behind the clock. */
  #begin(clock: Clock, batch: RawBatch, place: Place): void {
    const base = Number(batch.time);
    if (base < clock.least) {
      this.#findings.add(
        'time-backwards',
        { ...place, offset: batch.offset },
        `the batch begins at tick ${base}, after an event of its thread at ${clock.least}`,
      );
    }
    clock.batch = batch;
    clock.time = base;
  }
}
