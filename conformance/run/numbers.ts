/**
 * The model numbers the buffers of each M for itself, and gives a fresh one the lowest number that is free. The reference has one
 * list of empty buffers for all Ms, so which number a buffer has is not in its state: it is kept along the run.
 */
import type { TraceBuf } from '../../reference/index.ts';

export class Numbers {
  /** Element i is the buffer with number i + 1, or null while that is free. */
  readonly used: (TraceBuf | null)[] = [];
  /** The last number of each buffer, which a stale pointer still has. */
  readonly #last = new Map<TraceBuf, number>();

  /** A buffer comes from the empty list, or from the system. */
  give(buf: TraceBuf | null): void {
    if (buf === null) return;
    let index = this.used.indexOf(null);
    if (index < 0) index = this.used.length;
    this.used[index] = buf;
    this.#last.set(buf, index + 1);
  }

  /** The reader has taken a buffer, which goes back to the empty list. */
  takeBack(buf: TraceBuf): void {
    const index = this.used.indexOf(buf);
    if (index >= 0) this.used[index] = null;
  }

  /** 0 for nil. */
  of(buf: TraceBuf | null): number {
    return buf === null ? 0 : (this.#last.get(buf) ?? 0);
  }
}
