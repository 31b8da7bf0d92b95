/** A line of a file of the runtime, from 1. */
export interface Line {
  readonly file: string;
  readonly line: number;
}
