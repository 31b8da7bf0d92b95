import { batchBytesMax } from '../events.ts';

/** Type, experiment, and four numbers of ten bytes. */
export const itemBytesMax: number = 42 + batchBytesMax;
const capacity = 8 * itemBytesMax;

/** What is in memory of a file that comes in pieces: from the next item on, as much as the largest item can have. */
export class Window {
  /** Of the file; the same array always. */
  readonly bytes: Uint8Array;
  /** The next byte of interest, set by whoever reads. */
  at = 0;
  /** Behind the last byte that has come. */
  end = 0;
  /** The place of `bytes[0]` in the file. */
  base = 0;
  readonly isReused = true;

  readonly #chunks: AsyncIterator<Uint8Array>;
  /** What came and had no room yet. */
  #rest: Uint8Array = new Uint8Array();
  #isOver = false;

  /** Behind the last byte may be read `beyond` bytes more, which mean nothing. */
  constructor(chunks: AsyncIterable<Uint8Array>, beyond = 0) {
    this.#chunks = chunks[Symbol.asyncIterator]();
    this.bytes = new Uint8Array(capacity + beyond);
  }

  /** Whether the next item may not be here whole although there is more of the file. */
  get needsMore(): boolean {
    return !this.#isOver && this.end - this.at < itemBytesMax;
  }

  /** Reads until the next item is here whole, whatever its size, or the file ends. */
  async fill(): Promise<void> {
    this.bytes.copyWithin(0, this.at, this.end);
    this.base += this.at;
    this.end -= this.at;
    this.at = 0;
    while (this.needsMore) {
      if (this.#rest.length === 0) {
        const next = await this.#chunks.next();
        if (next.done === true) this.#isOver = true;
        else this.#rest = next.value;
      }
      const part = this.#rest.subarray(0, capacity - this.end);
      this.bytes.set(part, this.end);
      this.end += part.length;
      this.#rest = this.#rest.subarray(part.length);
    }
  }

  /** Tells whoever gives the pieces that no more are wanted. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}
