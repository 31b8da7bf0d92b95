/** Long work on one thread, in slices: between two of them the event loop runs, progress is told, and a signal is heard. */
import { host } from '#host';

const SLICE_MS = 40;
/** The most steps between two looks at the clock; fewer where steps are slow. */
const STEPS_MAX = 1024;

export class Slices {
  readonly #signal: AbortSignal | undefined;
  readonly tell: () => void;
  #every = 1;
  #left = 1;
  #looked = performance.now();
  #ends = this.#looked + SLICE_MS;

  constructor({ signal, tell }: { readonly signal: AbortSignal | undefined; readonly tell: () => void }) {
    signal?.throwIfAborted();
    this.#signal = signal;
    this.tell = tell;
  }

  /** To be asked after each step: whether it is time for a pause. */
  isOver(): boolean {
    if (--this.#left > 0) return false;
    const now = performance.now();
    this.#every =
      now - this.#looked < 1 ? Math.min(STEPS_MAX, this.#every * 2) : Math.max(1, this.#every >> 1);
    [this.#left, this.#looked] = [this.#every, now];
    return now >= this.#ends;
  }

  /** Rejects with the signal's reason where it was aborted meanwhile. */
  async pause(): Promise<void> {
    this.tell();
    await host.nextTurn();
    this.#signal?.throwIfAborted();
    this.#ends = performance.now() + SLICE_MS;
  }
}
