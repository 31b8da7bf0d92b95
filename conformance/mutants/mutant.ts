/** A mutant of the reference: one slip, such as somebody could make who writes the tracer again. */
export interface ReferenceMutant {
  readonly name: string;
  /** What has gone wrong, a clause. */
  readonly story: string;
  /** Below reference/, without its extension. */
  readonly file: string;
  /** Each text stands there once, and is replaced; white space is of no importance. */
  readonly edits: readonly (readonly [from: string, to: string])[];
  /** The design that is mutated; left out: 1.26-nosplit. */
  readonly design?: string;
  /** Whether it is built with debugTraceReentrancy. */
  readonly debug?: true;
  /** Of a part beyond the core: the bounds at which the cover is followed; its finished traces are those of whole processes. */
  readonly bounds?: string;
  /** Why no check of the protocol can see it. */
  readonly survives?: string;
}
