/** Why a record cannot follow the ones before it. */
import type { Params } from '../../checker/index.ts';

/** The log is no run of the model. */
export class Rejection extends Error {
  override name = 'Rejection';
  /** The model's action that the record stands for, or of the log itself: `trace buffers`. */
  readonly action: string;
  /** The conjunct of its guard that is false; null where the model took the step and the record says otherwise. */
  readonly conjunct: string | null;
  readonly params: Params;

  constructor(action: string, params: Params, conjunct: string | null, message: string) {
    super(message);
    this.action = action;
    this.params = params;
    this.conjunct = conjunct;
  }
}

/** The model has no step for this, which the tracer may do all the same. */
export class Unmodelled extends Error {
  override name = 'Unmodelled';
}
