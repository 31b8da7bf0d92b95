/** Why a record cannot follow the ones before it. */

/** The log is no run of the design's programs. */
export class Rejection extends Error {
  override name = 'Rejection';
  /** The step of the program that cannot be taken, or the record that no way leads to, or what of the log is wrong itself. */
  readonly step: string;
  /** The M whose step it is; null for another thread. */
  readonly m: number | null;
  /** The condition that is false, in the words of the program; null where the program took the step and the record says otherwise. */
  readonly conjunct: string | null;
  /** What the step read. */
  readonly reads: Readonly<Record<string, unknown>>;

  constructor(
    step: string,
    m: number | null,
    conjunct: string | null,
    message: string,
    reads: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.step = step;
    this.m = m;
    this.conjunct = conjunct;
    this.reads = reads;
  }
}

/** The programs have no step for this, which the tracer may do all the same. */
export class Unmodelled extends Error {
  override name = 'Unmodelled';
}
