/** A line of the tree, as people name it: file within `runtime/`, line from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** Something the sources say, with the line that says it and what follows from it. */
export interface Fact<Value extends string | boolean | null = string | boolean | null> extends Place {
  readonly name: string;
  readonly value: Value;
  readonly meaning: string;
}
