/**
 * What is claimed of an event's bytes: that they are written while the flag is up, into a buffer which is in no queue, one event after the
 * other, and that a queue has whole events only. A fine step writes half of an event, and the states around it are asked. A coarse
 * step writes both halves and goes on, so that it asks before and after each half itself, and the M remembers what it found.
 */
import type { Buffers } from './buffers.ts';
import type { Granularity } from './granularity.ts';
import { isUsed, queued } from './queues.ts';
import type { Buffered } from './queues.ts';

/** Whether half an event may go into the buffer: 1 the first half, 2 the second. */
export const fits = (m: Buffered, buf: number, unit: number): boolean =>
  m.bufs.at(buf - 1).pos % 2 === unit - 1;

export const isInHand = (m: Buffered, buf: number): boolean =>
  isUsed(m, buf) && (queued(m) & (1 << buf)) === 0;

/** The buffers in the full queues have whole events only. */
export function areWhole(m: Buffered): boolean {
  for (let parity = 0; parity < 2; parity++) {
    const queue = m.full.at(parity);
    for (let index = 0; index < queue.length; index++) {
      const buf = queue.at(index);
      if (buf === 0) break;
      if (m.bufs.at(buf - 1).pos % 2 !== 0) return false;
    }
  }
  return true;
}

/** The primitives that write half an event, asked on the way in coarse steps. */
export function judgedUnits(
  units: Pick<Buffers, 'firstUnit' | 'secondUnit'>,
  granularity: Granularity,
): Pick<Buffers, 'firstUnit' | 'secondUnit'> {
  if (granularity === 'fine') return units;
  const judged =
    (unit: number, write: Buffers['firstUnit']): Buffers['firstUnit'] =>
    (m, buf) => {
      if (!m.writing) m.unguarded = true;
      if (!isInHand(m, buf)) m.wroteQueued = true;
      if (!fits(m, buf, unit)) m.torn = true;
      write(m, buf);
      if (!areWhole(m)) m.torn = true;
    };
  return { firstUnit: judged(1, units.firstUnit), secondUnit: judged(2, units.secondUnit) };
}
