/** What the primitives do to the buffers of an M. Generated steps call these. */
import type { NextM } from './state.ts';

export interface Buffers {
  /** `trace.empty`, as far as it has buffers of this M; 0 without one. */
  readonly firstFree: (m: NextM) => number;
  readonly push: (m: NextM, parity: number, buf: number) => void;
  readonly pop: (m: NextM, parity: number) => number;
  readonly recycle: (m: NextM, buf: number) => void;
  /** The two halves of it, where reading takes its time. */
  readonly handOut: (m: NextM, buf: number) => void;
  readonly free: (m: NextM, buf: number) => void;
  readonly firstUnit: (m: NextM, buf: number) => void;
  readonly secondUnit: (m: NextM, buf: number) => void;
}

/** `free` is the position that a buffer has which is in nobody's hands. */
export function buffersOf(capacity: number, eventsMax: number, free: number): Buffers {
  const advance = (buf: NextBuffer): void => {
    // A position past the end stays there; it takes a second writer in the same buffer, which NoTornEvent reports.
    buf.pos = Math.min(buf.pos + 1, capacity);
  };
  const handOut = (m: NextM, ref: number): void => {
    m.read = Math.min(m.read + (m.bufs.at(ref - 1).pos >> 1), eventsMax);
  };
  const freed = (m: NextM, ref: number): void => {
    const buf = m.bufs.at(ref - 1);
    buf.used = false;
    buf.gen = 0;
    buf.pos = free;
    for (let index = 0; index < buf.events.length; index++) buf.events.set(index, 0);
  };
  return {
    firstFree: (m) => {
      for (let index = 0; index < m.bufs.length; index++) if (!m.bufs.at(index).used) return index + 1;
      return 0;
    },
    push: (m, parity, buf) => {
      // A queue that is full of duplicates stays as it is, which NoBufferQueuedTwice has reported by then.
      const queue = m.full.at(parity);
      for (let index = 0; index < queue.length; index++) {
        if (queue.at(index) !== 0) continue;
        queue.set(index, buf);
        return;
      }
    },
    pop: (m, parity) => {
      const queue = m.full.at(parity);
      const head = queue.at(0);
      for (let index = 1; index < queue.length; index++) queue.set(index - 1, queue.at(index));
      queue.set(queue.length - 1, 0);
      return head;
    },
    recycle: (m, ref) => {
      handOut(m, ref);
      freed(m, ref);
    },
    handOut,
    free: freed,
    firstUnit: (m, ref) => {
      advance(m.bufs.at(ref - 1));
    },
    secondUnit: (m, ref) => {
      const buf = m.bufs.at(ref - 1);
      const { events, pos } = buf;
      events.set(pos === capacity ? events.length - 1 : pos >> 1, Math.min(m.wrote, eventsMax - 1));
      advance(buf);
      m.wrote = Math.min(m.wrote + 1, eventsMax);
    },
  };
}

type NextBuffer = NextM['bufs'] extends { at(index: number): infer V } ? V : never;
