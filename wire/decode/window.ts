import { batchBytesMax } from '../events.ts';

/** Type, experiment, and four numbers of ten bytes. */
export const itemBytesMax: number = 42 + batchBytesMax;
const capacity = 8 * itemBytesMax;

/** What else a window takes: how many bytes behind the last one may be read, which mean nothing, and what ends a wait. */
interface WindowOptions {
  readonly beyond?: number;
  readonly signal?: AbortSignal | undefined;
}

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
  readonly #signal: AbortSignal | undefined;
  /** What came and had no room yet. */
  #rest: Uint8Array = new Uint8Array();
  #isOver = false;

  constructor(chunks: AsyncIterable<Uint8Array>, { beyond = 0, signal }: WindowOptions = {}) {
    this.#chunks = chunks[Symbol.asyncIterator]();
    this.#signal = signal;
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
        const next = await unlessAborted(this.#signal, () => this.#chunks.next());
        if (next.done === true) this.#isOver = true;
        else this.#rest = next.value;
      }
      const part = this.#rest.subarray(0, capacity - this.end);
      this.bytes.set(part, this.end);
      this.end += part.length;
      this.#rest = this.#rest.subarray(part.length);
    }
  }

  /** Tells whoever gives the pieces that no more are wanted. After an abort nobody waits until they have heard it. */
  async close(): Promise<void> {
    const closed = this.#chunks.return?.();
    if (this.#signal?.aborted !== true) await closed;
    else closed?.catch(() => undefined);
  }
}

/** What `work` gives, or a rejection with the signal's reason as soon as it is aborted. */
function unlessAborted<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  if (signal === undefined) return work();
  return new Promise<T>((resolve, reject) => {
    signal.throwIfAborted();
    const abort = (): void => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', abort);
    work()
      .then(resolve, reject)
      .finally(() => {
        signal.removeEventListener('abort', abort);
      });
  });
}
