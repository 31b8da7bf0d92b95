/** Designs of the tracer, and mutants of them. */
import type { ActionMutant, Design } from '../../model/index.ts';
import { actionMutants, boundsByName, boundsNamed, designs, tracer, tracerStory } from '../../model/index.ts';
import { PageError, titleOf } from '../address.ts';
import type { Base, Offer, Spec } from '../data.ts';
import { changedDesign, offersOf } from './design-changes.ts';
import type { Make } from './made.ts';
import { changed, notHere, placeIn } from './made.ts';

export const makeTracer: Make = (spec) => {
  const { base, tree, changes } = spec;
  if (base.kind !== 'tracer') throw notHere(base);
  const { bounds } = base;
  if (!Object.hasOwn(boundsByName, bounds)) throw new PageError(`no config is called ${bounds}`);
  const variant = changedDesign(variantOf(base), changes);
  const places =
    tree === undefined
      ? null
      : { placeOf: placeIn(tree), nestedAcquire: tree.nestedAcquire, growths: tree.growths };
  return changed(
    {
      system: tracer(variant, boundsNamed(bounds)),
      story: tracerStory('change' in variant ? variant.design : variant, places),
      title: `${titleOf(base)} at ${bounds}`,
      offers: offersOf(variant, bounds),
    },
    spec,
  );
};

/** What can be changed in the design of a system. */
export const changesOf = ({ base }: Spec): readonly Offer[] =>
  base.kind === 'tracer' ? offersOf(variantOf(base), base.bounds) : [];

function variantOf({ design }: Extract<Base, { kind: 'tracer' }>): Design | ActionMutant {
  // Sound because split points are names, whoever has them.
  if (typeof design === 'object' && 'name' in design) return design;
  const known =
    typeof design === 'string'
      ? Object.hasOwn(designs, design) && designs[design]
      : Object.hasOwn(actionMutants, design.mutant) && actionMutants[design.mutant];
  if (known) return known;
  throw new PageError(`no design is called ${typeof design === 'string' ? design : design.mutant}`);
}

/** What a system can be compared with on one schedule, by address: designs within the same bounds. */
export function othersOf({ base }: Spec): readonly string[] {
  if (base.kind !== 'tracer') return [];
  return Object.keys(designs)
    .filter((name) => name !== base.design)
    .map((name) => `design:${name}/${base.bounds}`);
}
