/** Properties as definitions: invariants, claims about steps as invariants, and formulas of runs. */
import type {
  DescribedAction,
  DescribedInstance,
  DescribedProperty,
  Description,
  Params,
} from '../../checker/index.ts';
import { leaves } from '../../checker/index.ts';
import type { WritingModule } from './actions.ts';
import { guardTerms, indicesIn, quantified } from './actions.ts';
import type { Instance } from './merge.ts';
import { merge } from './merge.ts';
import type { Symbols } from './places.ts';
import type { Term } from './term.ts';
import { flat, implication, junction, laid, withShared } from './term.ts';
import { Terms } from './terms.ts';

/** Where the conjuncts of a definition stand. */
const COLUMN = 5;

/** A conjunction of what the instances say, those of one text under a quantifier; TRUE where they say nothing. */
function forAll(instances: readonly Instance[], { param }: WritingModule): string {
  const merged = merge(instances, param);
  const lines = merged.map((one) =>
    one.free.length === 0
      ? `/\\ ${one.text}`
      : `/\\ \\A ${quantified(one, param)} :\n${' '.repeat(COLUMN)}${one.text}`,
  );
  return lines.length === 0 ? 'TRUE' : lines.join('\n  ');
}

/** A formula of a state as an instance, where it says anything: by `make` from the diagrams of `roots`. */
function saying(
  params: Params | null,
  roots: readonly number[],
  writing: WritingModule,
  make: (terms: Terms) => Term | null,
): Instance {
  return {
    params: params ?? {},
    indices: indicesIn(writing, roots),
    text: (symbols) => stateText(symbols, writing, make),
  };
}

function stateText(
  symbols: Symbols,
  writing: WritingModule,
  make: (terms: Terms) => Term | null,
): string | null {
  const terms = new Terms(writing, symbols);
  const term = make(terms);
  return term === null || flat(term) === 'TRUE' ? null : withShared(terms.shared, laid(term, COLUMN), COLUMN);
}

/** An invariant. */
export function invariant({ instances }: DescribedProperty, writing: WritingModule): string {
  return forAll(
    instances.map(({ params, functions }) =>
      saying(params, [...functions.values()], writing, (terms) => {
        const [when, holds] = [functions.get('when'), functions.get('holds') ?? 0];
        const predicate = terms.truth(holds);
        return when === undefined ? predicate : implication(terms.truth(when), predicate);
      }),
    ),
    writing,
  );
}

/** Of the situation or the final states of a property: where its predicate is true. */
export function predicate({ instances }: DescribedProperty, name: string, writing: WritingModule): string {
  const [one] = instances;
  const diagram = one?.functions.get(name) ?? 0;
  return (
    stateText({ index: ({ label }) => label, value: (_, text) => text }, writing, (terms) =>
      terms.truth(diagram),
    ) ?? 'TRUE'
  );
}

/** That no step can be taken which a property of steps forbids: an invariant of the states before. */
export function noSuchStep(
  property: DescribedProperty,
  actions: readonly DescribedAction[],
  writing: WritingModule,
): string {
  const judgedBy = (instance: DescribedInstance): readonly Instance[] => {
    const judged = instance.judged.get(property.name);
    if (judged === undefined || !writing.diagrams.says(judged, 2)) return [];
    const roots = [judged, ...instance.conjuncts.map(({ diagram }) => diagram)];
    return [
      saying(instance.params, roots, writing, (terms) => {
        const guard = guardTerms(instance, terms);
        if (guard === null) return null;
        const enabled = junction(
          'and',
          guard.map(([, term]) => term),
        );
        return implication(enabled, terms.truth(judged, [0, 1]));
      }),
    ];
  };
  const lines = actions
    .map(({ instances }) => forAll(instances.flatMap(judgedBy), writing))
    .filter((text) => text !== 'TRUE');
  return lines.length === 0 ? 'TRUE' : lines.join('\n  ');
}

/** That no function of the system is at fault. Null where none can be. */
export function noFault({ actions, properties }: Description, writing: WritingModule): string | null {
  const { diagrams } = writing;
  const functions = [
    ...actions.map(({ instances }) => instances.map(({ params, guard }) => ({ params, diagram: guard }))),
    ...properties.map(({ instances }) =>
      instances.flatMap(({ params, functions: of }) =>
        [...of.values()].map((diagram) => ({ params, diagram })),
      ),
    ),
  ];
  const lines = functions.flatMap((of) => {
    const faulty = of.filter(({ diagram }) => diagrams.says(diagram, leaves.fault));
    const instances = faulty.map(({ params, diagram }) => {
      const free = diagrams.leaf(leaves.free);
      const asked = diagrams.map(diagram, (leaf) =>
        leaf === leaves.free ? free : diagrams.leaf(leaf === leaves.fault ? 0 : 1),
      );
      return saying(params, [asked], writing, (terms) => terms.truth(asked));
    });
    const text = forAll(instances, writing);
    return text === 'TRUE' ? [] : [text];
  });
  return lines.length === 0 ? null : [...new Set(lines)].join('\n  ');
}

/** A claim about runs, of which each instance is a formula of its own. */
export function temporal({ kind, instances }: DescribedProperty, writing: WritingModule): string {
  const { param } = writing;
  const state = (name: string, functions: ReadonlyMap<string, number>, symbols: Symbols): string =>
    `(${stateText(symbols, writing, (terms) => terms.truth(functions.get(name) ?? 0)) ?? 'TRUE'})`;
  const merged = merge(
    instances.map(({ params, functions }) => ({
      params: params ?? {},
      indices: indicesIn(writing, [...functions.values()]),
      text: (symbols: Symbols): string => {
        const of = (name: string): string => state(name, functions, symbols);
        switch (kind) {
          case 'leadsTo':
            return `${of('from')}\n     ~> ${of('to')}`;
          case 'alwaysEventually':
            return `[]<>${of('reached')}`;
          case 'eventuallyAlways':
            return `<>[]${of('holds')}`;
          default:
            return `<>${of('reached')}`;
        }
      },
    })),
    param,
  );
  return merged
    .map((one) => `/\\ ${one.free.length === 0 ? '' : `\\A ${quantified(one, param)} :\n     `}${one.text}`)
    .join('\n  ');
}
