/** Trees that the tests of the invariant ask about. */
import type { ReleasePrograms } from '../../program/releases.ts';
import { programsOfDesign } from '../../program/edits/cures.ts';

/** The programs of a design. Throws where there are none. */
export function treeOf(design: string): ReleasePrograms {
  const kept = programsOfDesign(design);
  if (kept === undefined) throw new Error(`${design} has no programs`);
  return kept;
}

/** It holds, and the invariant is about it. */
export const correct = treeOf('1.26-nosplit');
