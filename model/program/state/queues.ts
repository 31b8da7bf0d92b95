/** Where buffers of an M are. */
import type { M } from './state.ts';

/** What of an M says where its buffers are: a state's, or a draft's. */
export type Buffered = Pick<M, 'bufs' | 'full'>;

/** Neither free, nor with the operating system: queued, in a slot, read, or in a writer's hands. */
export const isUsed = (m: Buffered, buf: number): boolean => buf !== 0 && m.bufs.at(buf - 1).used;

/** The buffers that wait in the full queues: bit b for buffer b. */
export function queued(m: Buffered): number {
  let set = 0;
  for (let parity = 0; parity < 2; parity++) {
    const queue = m.full.at(parity);
    for (let index = 0; index < queue.length; index++) set |= 1 << queue.at(index);
  }
  return set & ~1;
}
