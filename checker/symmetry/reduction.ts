/**
 * A program's symmetry made ready to run: representatives for the search, and the check that they stand for their orbits.
 */
import type { Program } from '../language/program.ts';
import type { RecordField } from '../language/schema.ts';
import type { Views } from '../state/views.ts';
import type { Reduction } from '../search/prepared.ts';
import { arrangementsOf } from './arrangements.ts';
import { canonicalOf } from './canonical.ts';
import { symmetryOf } from './declaration.ts';
import { orbitOf } from './orbit.ts';
import { moverOf } from './permute.ts';
import { isSymmetric } from './proof.ts';
import { verifyInitial, verifyOf } from './verify.ts';

export interface SymmetryReduction extends Reduction {
  /** The declared sets with their sizes. */
  readonly sets: readonly { readonly name: string; readonly size: number }[];
}

/** Throws a SystemError where the declaration is missing or wrong, or the initial states are not symmetric. */
export function reductionOf<S extends RecordField>(program: Program<S>, views: Views<S>): SymmetryReduction {
  const symmetry = symmetryOf(program, views.layout);
  const { words } = views.layout;
  const mover = moverOf(symmetry, words);
  const arrangements = arrangementsOf(symmetry, mover, words);
  const orbit = orbitOf(symmetry, mover, words);
  verifyInitial(program, views, symmetry, mover);
  return {
    canonical: canonicalOf(symmetry, mover, words),
    verify: verifyOf(program, views, symmetry, mover),
    size: () => (arrangements.begin(views.current) ? arrangements.size() : orbit.fill(views.current)),
    proves: (structures, untilMs) => isSymmetric(program, views.layout, symmetry, { structures, untilMs }),
    sets: symmetry.sets.map(({ name, members }) => ({ name, size: members.length })),
  };
}
