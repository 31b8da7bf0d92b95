import { range } from '../../checker/index.ts';
import type { Property } from '../../checker/index.ts';
import { isUsed } from '../state.ts';
import type { Constants, M, TracerSchema } from '../state.ts';

/** A queued buffer stands in one queue, once, and is not on the empty list. */
export function noBufferQueuedTwice({ ms, over }: Constants): Property<TracerSchema> {
  return over.always({
    params: { m: range(ms) },
    when: (s, p) => s.m.at(p.m).full.at(0).at(0) !== 0 || s.m.at(p.m).full.at(1).at(0) !== 0,
    holds: (s, p) => isQueuedOnce(s.m.at(p.m)),
    source: 'runtime/tracebuf.go, traceBufQueue.push',
    otherwise:
      'the linked list becomes a cycle: the reader emits a batch twice or for ever, and StopTrace frees it twice',
  });
}

function isQueuedOnce(m: M): boolean {
  // Bit b for buffer b.
  let seen = 0;
  for (let parity = 0; parity < 2; parity++) {
    const queue = m.full.at(parity);
    for (let index = 0; index < queue.length; index++) {
      const buf = queue.at(index);
      if (buf === 0) break;
      if (!isUsed(m, buf) || (seen & (1 << buf)) !== 0) return false;
      seen |= 1 << buf;
    }
  }
  return true;
}
