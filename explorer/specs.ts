/** The systems that a page can make by itself. */
import type { Story, System } from '../checker/index.ts';
import { plainStory, without } from '../checker/index.ts';
import { examples } from '../examples/index.ts';
import type { Design } from '../model/index.ts';
import {
  boundsByName,
  designs,
  mutants,
  programStory,
  programsOf,
  tracerOf,
  tracerStory,
} from '../model/index.ts';
import { PageError, titleOf } from './address.ts';
import type { Base, Spec, TreeData } from './data.ts';
import { makers } from './makers.ts';

export interface Made {
  readonly system: System;
  readonly story: Story;
  readonly title: string;
}

/** Makes the system of a spec. Throws a PageError for one that cannot be made here, and a SystemError for a conjunct that is not there. */
export function make(spec: Spec): Made {
  const { system, ...rest } = makeBase(spec);
  return {
    ...rest,
    title: spec.without.length === 0 ? rest.title : `${rest.title}, without ${spec.without.join(', ')}`,
    system: without(system, spec.without),
  };
}

function makeBase({ base, tree }: Spec): Made {
  switch (base.kind) {
    case 'tracer': {
      const design = designOf(base);
      const { bounds } = base;
      if (!Object.hasOwn(boundsByName, bounds)) throw new PageError(`no config is called ${bounds}`);
      return {
        system: tracerOf({
          design: typeof base.design === 'object' && 'name' in base.design ? design : base.design,
          bounds,
        }),
        story: tracerStory(design, tree === undefined ? null : placesOf(tree)),
        title: `${titleOf(base)} at ${bounds}`,
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
      return { system: maker(base.params), story: plainStory, title: titleOf(base) };
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

function designOf({ design }: Extract<Base, { kind: 'tracer' }>): Design {
  // Sound because split points are names, whoever has them.
  if (typeof design === 'object' && 'name' in design) return design;
  const known =
    typeof design === 'string'
      ? Object.hasOwn(designs, design) && designs[design]
      : Object.hasOwn(mutants, design.mutant) && mutants[design.mutant]?.design;
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
