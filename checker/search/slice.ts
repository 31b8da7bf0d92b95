/** How many states are expanded between two looks at the clock. */

/** At most; fewer where the system's functions are slow, so that the clock is looked at in time. */
const STATES = 1024;
/** With symmetry a state may stand for thousands, which are all asked. */
const STATES_SYMMETRIC = 8;
/** Milliseconds: a slice that took less is doubled, one that took more is halved. */
const SHORT_MS = 1;
const LONG_MS = 5;

export class Slice {
  states = 1;
  readonly #max: number;

  constructor(isSymmetric: boolean) {
    this.#max = isSymmetric ? STATES_SYMMETRIC : STATES;
  }

  /** Adapts the size to what the last slice took. */
  took(ms: number): void {
    if (ms < SHORT_MS) this.states = Math.min(this.#max, this.states * 2);
    else if (ms > LONG_MS) this.states = Math.max(1, this.states >> 1);
  }
}
