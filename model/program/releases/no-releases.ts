/** In a page in the place of `kept-releases.ts`. */

/** What stands before the programs, and a program by its number. */
export interface Kept {
  readonly head: unknown;
  program(number: number): unknown;
}

/** Throws a RangeError. */
export function keptReleases(): Kept {
  throw new RangeError('a page has no programs of released trees; give a design');
}
