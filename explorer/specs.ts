/** The systems that a page can make by itself. */
import type { Story, System } from '../checker/index.ts';
import { plainStory } from '../checker/index.ts';
import { examples } from '../examples/index.ts';
import type { Design, Mutant } from '../model/index.ts';
import {
  boundsByName,
  boundsNamed,
  designs,
  mutants,
  programStory,
  programsOf,
  tracer,
  tracerStory,
} from '../model/index.ts';
import { PageError, titleOf } from './address.ts';
import { changedTitle, refuseDesignChanges, withGuards } from './changes.ts';
import type { Base, Offer, Spec, TreeData } from './data.ts';
import { changedDesign, offersOf } from './design-changes.ts';
import { makers } from './makers.ts';

export interface Made {
  readonly system: System;
  readonly story: Story;
  readonly title: string;
  /** What can be changed in its design. */
  readonly offers: readonly Offer[];
}

/** Makes the system of a spec. Throws a PageError for one that cannot be made here, and a SystemError for a conjunct that is not there. */
export function make(spec: Spec): Made {
  const { system, title, ...rest } = makeBase(spec);
  return { ...rest, title: changedTitle(title, spec.changes), system: withGuards(system, spec.changes) };
}

/** What can be changed in the design of a system. */
export const changesOf = ({ base }: Spec): readonly Offer[] =>
  base.kind === 'tracer' ? offersOf(variantOf(base), base.bounds) : [];

function makeBase({ base, tree, changes }: Spec): Made {
  if (base.kind !== 'tracer') refuseDesignChanges(changes);
  switch (base.kind) {
    case 'tracer': {
      const { bounds } = base;
      if (!Object.hasOwn(boundsByName, bounds)) throw new PageError(`no config is called ${bounds}`);
      const variant = changedDesign(variantOf(base), changes);
      const design = 'change' in variant ? variant.design : variant;
      return {
        system: tracer(variant, boundsNamed(bounds)),
        story: tracerStory(design, tree === undefined ? null : placesOf(tree)),
        title: `${titleOf(base)} at ${bounds}`,
        offers: offersOf(variant, bounds),
      };
    }
    case 'programs':
      return {
        system: programsOf(base.params),
        story: {
          ...programStory(tree?.growths ?? []),
          ...(tree !== undefined && { placeOf: placesOf(tree).placeOf }),
        },
        title: titleOf(base),
        offers: [],
      };
    case 'example': {
      const [maker, example] = [makers[base.name], examples.find(({ name }) => name === base.name)];
      if (maker === undefined || example === undefined)
        throw new PageError(`no example is called ${base.name}`);
      for (const [key, value] of Object.entries(base.params))
        if (
          !Object.hasOwn(example.params, key) ||
          typeof example.params[key]?.default !== typeof value ||
          Number.isNaN(value)
        )
          throw new PageError(`${base.name} has no parameter ${key}=${String(value)}`);
      return { system: maker(base.params), story: plainStory, title: titleOf(base), offers: [] };
    }
    case 'own':
    case 'recorded':
      throw new PageError("the model's code is not in this page: only the recorded run is shown");
  }
}

const placesOf = ({ places, nestedAcquire, growths }: TreeData) => ({
  placeOf: (source: string): string | null =>
    Object.hasOwn(places, source) ? (places[source] ?? null) : null,
  nestedAcquire,
  growths,
});

function variantOf({ design }: Extract<Base, { kind: 'tracer' }>): Design | Mutant {
  // Sound because split points are names, whoever has them.
  if (typeof design === 'object' && 'name' in design) return design;
  const known =
    typeof design === 'string'
      ? Object.hasOwn(designs, design) && designs[design]
      : Object.hasOwn(mutants, design.mutant) && mutants[design.mutant];
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
