/** In a page in the place of `kept-releases.ts`. */

/** Throws a RangeError. */
export function keptReleases(): never {
  throw new RangeError('a page has no programs of released trees; give a design');
}
