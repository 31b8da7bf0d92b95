/** Sets of Ms, of which a log may have thousands: the programs know them by their size (model/program/logs/text.ts). */
import type { LogHelpers } from '../../model/index.ts';
import type { LogM, LogState } from './log-state.ts';

export class SetsOfMs {
  #state: LogState | null = null;
  /** The Ms that traceAdvance has yet to come to. */
  readonly #left = new Set<number>();
  readonly #queued = [0, 0];
  readonly helpers: Omit<LogHelpers, 'at' | 'isStopped'>;

  constructor() {
    this.helpers = {
      onAllm: () => {
        this.#left.clear();
        return this.#add(({ allm }) => allm);
      },
      withFreem: () => this.#add(({ freem }) => freem),
      countFreem: () => this.#ms((m) => m.freem).length,
      isLeft: (m) => this.#left.has(m),
      unpick: (mp) => {
        this.#left.delete(mp - 1);
        return this.#left.size;
      },
      queued: (parity, by) => {
        this.#queued[parity] = (this.#queued[parity] ?? 0) + by;
      },
      queueEmpty: (parity) => this.#queued[parity] === 0,
    };
  }

  /** Of which state the sets are. */
  follow(state: LogState): void {
    this.#state = state;
  }

  /** The Ms that are left, in the order of their numbers. */
  get left(): ReadonlySet<number> {
    return this.#left;
  }

  #add(is: (m: LogM) => boolean): number {
    for (const m of this.#ms(is)) this.#left.add(m);
    return this.#left.size;
  }

  #ms(is: (m: LogM) => boolean): number[] {
    const found: number[] = [];
    const count = this.#state?.m.length ?? 0;
    for (let m = 0; m < count; m++) {
      const mp = this.#state?.m.at(m);
      if (mp !== undefined && is(mp)) found.push(m);
    }
    return found;
  }
}
