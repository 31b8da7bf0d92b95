import { range } from '../../checker/index.ts';
import type { Property } from '../../checker/index.ts';
import { hasWriterAt } from '../state.ts';
import type { Constants, M, TracerSchema, TracerState } from '../state.ts';

/**
 * Every event that was written has been read, or waits exactly once, in a batch of its generation and in the M's order. The full queue
 * and then the slot of the generation being read, and then those of the next generation, hold just the numbers from `read` up to `wrote`.
 * Judged where no writer of the M is open, since an open one holds the newest buffer.
 */
export function eventExactlyOnce({ ms, over }: Constants): Property<TracerSchema> {
  return over.always({
    params: { m: range(ms) },
    when: (s, p) => s.m.at(p.m).wrote > 0,
    holds: (s, p) => hasWriterAt(s.m.at(p.m)) || isConserved(s, s.m.at(p.m)),
    source: 'runtime/trace.go, invariants 1 to 3',
    otherwise: 'the execution trace lacks events, repeats them, or has them in the wrong generation or order',
  });
}

function isConserved({ trace: { readerGen } }: TracerState, m: M): boolean {
  let next = m.read;
  if (readerGen !== 0) {
    for (let gen = readerGen; gen < readerGen + 2; gen++) {
      const queue = m.full.at(gen % 2);
      for (let index = 0; index < queue.length; index++) {
        const buf = queue.at(index);
        if (buf === 0) break;
        next = numbersAfter(m, buf, gen, next);
      }
      const own = m.buf.at(gen % 2);
      if (own !== 0) next = numbersAfter(m, own, gen, next);
    }
  }
  return next === m.wrote;
}

/** The number after the buffer's events, or -1 if they do not go on from `next`, or are of another generation. */
function numbersAfter(m: M, traceBuf: number, gen: number, next: number): number {
  const buf = m.bufs.at(traceBuf - 1);
  if (buf.gen !== gen) return -1;
  const count = buf.pos >> 1;
  for (let index = 0; index < count; index++) if (buf.events.at(index) !== next + index) return -1;
  return next + count;
}
