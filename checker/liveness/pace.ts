/**
 * The slices in which liveness is judged: between two of them the event loop runs, progress is told, and the check's
 * bounds on time and its signal are looked at.
 */
import { host } from '#host';
import type { Program } from '../language/program.ts';
import type { Limit, Progress } from '../check/report.ts';
import { progressAfter } from '../search/result.ts';
import type { Hooks } from '../search/hooks.ts';
import type { Space } from '../space/space.ts';

const SLICE_MS = 40;

export class Pace {
  #sliceEnds = performance.now() + SLICE_MS;
  readonly #hooks: Hooks;
  readonly #deadline: number;
  readonly #progress: () => Progress;
  limit: Limit | null = null;

  /** `bytes` is what liveness takes beside the search. */
  constructor(
    { program, result }: Pick<Space, 'result'> & { readonly program: Pick<Program, 'properties'> },
    hooks: Hooks,
    timeMaxMs: number,
    bytes: number,
  ) {
    this.#hooks = hooks;
    this.#deadline = performance.now() - result.elapsedMs + result.earlierMs + timeMaxMs;
    const progress = progressAfter(program, result, 'judging liveness');
    this.#progress = () => ({ ...progress(), bytes: result.bytes + bytes });
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
