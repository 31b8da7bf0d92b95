/** A system made ready to be searched. */
import type { Program } from '../language/program.ts';
import type { RecordField } from '../language/schema.ts';
import type { Structures } from '../structures/structures.ts';
import type { Views } from '../state/views.ts';

export interface Prepared<S extends RecordField = RecordField> {
  readonly program: Program<S>;
  /** The owner's own: nothing else loads states into them while the search lasts. */
  readonly views: Views<S>;
  /** Of a search with symmetry; null of one without. */
  readonly reduction: Reduction | null;
}

/** Makes the reduction of a program with symmetry, over the views of its search. */
export type ReductionOf = <S extends RecordField>(program: Program<S>, views: Views<S>) => Reduction;

/** How a search keeps one state of each orbit. The search knows no more of symmetry than this. */
export interface Reduction {
  /** Replaces a packed state by the representative of its orbit. */
  canonical(this: void, words: Int32Array): void;
  /** Judges the orbit of the representative in `views.current`, which is overwritten, and returns its size. */
  verify(this: void): number;
  /** The size of the orbit of the representative in `views.current`. */
  size(this: void): number;
  /**
   * Whether the structures say the same of every state of any orbit, so that none need be judged. False where that is not known.
   * Throws a NoStructure where it would not be known until then.
   */
  proves(this: void, structures: Structures, untilMs: number): boolean;
}
