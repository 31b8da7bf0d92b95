/**
 * The slices of long work over a finished space: between two of them the event loop runs, progress is told, and the bound on
 * time and the signal are looked at.
 */
import { host } from '#host';
import type { Limit, Progress } from '../check/report.ts';
import type { Hooks } from '../search/hooks.ts';

const SLICE_MS = 40;

export class Pace {
  #sliceEnds = performance.now() + SLICE_MS;
  readonly #progress: () => Progress;
  readonly #hooks: Pick<Hooks, 'onProgress' | 'signal'>;
  readonly #deadline: number;
  limit: Limit | null = null;

  /** `deadlineMs` is a time of `performance.now`. */
  constructor(
    progress: () => Progress,
    hooks: Pick<Hooks, 'onProgress' | 'signal'>,
    deadlineMs: number = Infinity,
  ) {
    this.#progress = progress;
    this.#hooks = hooks;
    this.#deadline = deadlineMs;
  }

  /** To be called now and then; false where a limit is reached, which `limit` then names. */
  async goOn(): Promise<boolean> {
    const now = performance.now();
    if (now > this.#deadline) this.limit = 'time';
    else if (this.#hooks.signal?.aborted === true) this.limit = 'interrupt';
    if (this.limit !== null) return false;
    if (now < this.#sliceEnds) return true;
    this.#hooks.onProgress?.(this.#progress());
    await host.nextTurn();
    this.#sliceEnds = performance.now() + SLICE_MS;
    return true;
  }
}
