/**
 * Instances that say the same of different parameters, as one text with parameters.
 *
 * An instance is written with its parameters' values; where it has such a value for an index or a value, the parameter may be meant.
 * So several ways to put parameters there are tried, and one is right where it gives every instance the same text.
 */
import type { Params, Scalar } from '../../checker/index.ts';
import { literal } from './names.ts';
import type { Index, Symbols } from './places.ts';
import { plainly } from './places.ts';

export interface Instance {
  readonly params: Params;
  /** The indices that it names. */
  readonly indices: readonly Index[];
  /** Null where there is nothing to say. */
  text(this: void, symbols: Symbols): string | null;
}

/** Instances with one text. */
export interface Merged {
  /** Parameters that stand in the text, with their values. */
  readonly free: readonly (readonly [param: string, values: readonly Scalar[]])[];
  /** Those that have one value in the text. */
  readonly fixed: Params;
  /** Numbers of the instances. */
  readonly members: readonly number[];
  readonly text: string;
}

/** `names` has the parameters as the module calls them. Instances that say nothing are left out. */
export function merge(instances: readonly Instance[], names: (param: string) => string): readonly Merged[] {
  const told = instances.flatMap((instance, at) => {
    const plain = instance.text(plainly);
    return plain === null ? [] : [{ ...instance, at, plain }];
  });
  const [first] = told;
  if (first === undefined) return [];
  for (const free of subsets(Object.keys(first.params))) {
    const groups = new Map<string, Told[]>();
    for (const one of told) {
      const key = JSON.stringify(Object.entries(one.params).filter(([param]) => !free.includes(param)));
      groups.set(key, [...(groups.get(key) ?? []), one]);
    }
    const merged = [...groups.values()].map((group) => mergeAll(group, free, names));
    if (merged.every((one) => one !== null)) return merged;
  }
  // Several have the same parameters: they are of several things.
  return told.map(({ params, at, plain }) => ({ free: [], fixed: params, members: [at], text: plain }));
}

/** All subsets, the largest first. */
function subsets(of: readonly string[]): readonly (readonly string[])[] {
  const all = of.reduce<string[][]>((sets, one) => sets.flatMap((set) => [[...set, one], set]), [[]]);
  return all.sort((a, b) => b.length - a.length);
}

interface Told extends Instance {
  readonly at: number;
  readonly plain: string;
}

function mergeAll(
  group: readonly Told[],
  params: readonly string[],
  names: (param: string) => string,
): Merged | null {
  const [first] = group;
  if (first === undefined) return null;
  const values = new Map(
    params.map((param) => [param, [...new Set(group.flatMap(({ params: of }) => of[param] ?? []))]]),
  );
  const product = [...values.values()].reduce((sum, of) => sum * of.length, 1);
  if (product !== group.length) return null;
  // What has one value only needs no parameter.
  const free = params.filter((param) => (values.get(param)?.length ?? 0) > 1);
  const isFixed = ([param]: readonly [string, Scalar]): boolean => !free.includes(param);
  const about = {
    free: free.map((param) => [param, values.get(param) ?? []] as const),
    fixed: Object.fromEntries(Object.entries(first.params).filter(isFixed)),
    members: group.map(({ at }) => at),
  };
  if (free.length === 0) return { ...about, text: first.plain };
  for (const way of ways) {
    const texts = new Set(group.map((one) => one.text(symbolsOf(one, group, about.free, { ...way, names }))));
    const [text] = texts;
    if (texts.size === 1 && typeof text === 'string') return { ...about, text };
  }
  return null;
}

interface Way {
  /** Which indices may be parameters: of arrays that are indexed by nothing else, or of all. */
  readonly indices: 'sure' | 'all';
  /** Whether of two values the other one is `1 - p`. */
  readonly others: boolean;
  /** Whether values may be parameters. */
  readonly values: boolean;
}

const ways: readonly Way[] = [
  { indices: 'sure', others: false, values: false },
  { indices: 'sure', others: false, values: true },
  { indices: 'all', others: true, values: false },
  { indices: 'all', others: true, values: true },
];

function symbolsOf(
  instance: Told,
  group: readonly Told[],
  free: Merged['free'],
  { indices, others, values, names }: Way & { readonly names: (param: string) => string },
): Symbols {
  const mine = new Map(free.map(([param]) => [literal(instance.params[param] ?? 0), names(param)]));
  /** The parameter that is every index of the array, in all instances; undefined where there is none. */
  const ofArray = (array: string): string | undefined =>
    free.find(([param]) =>
      group.every((one) =>
        one.indices.every(
          (index) => index.array !== array || index.label === literal(one.params[param] ?? 0),
        ),
      ),
    )?.[0];
  const sure = new Map(
    [...new Set(instance.indices.map(({ array }) => array))].map((array) => [array, ofArray(array)]),
  );
  const binary = free.find(([, of]) => of.length === 2 && of.includes(0) && of.includes(1));
  const otherOf = (label: string): string =>
    others && binary !== undefined && ['0', '1'].includes(label) ? `1 - ${names(binary[0])}` : label;
  return {
    index: ({ array, label }) => {
      const param = sure.get(array);
      if (param !== undefined) return names(param);
      return indices === 'all' ? (mine.get(label) ?? otherOf(label)) : label;
    },
    value: (place, text) =>
      values && typeof place.values[0] !== 'boolean'
        ? (mine.get(text) ?? (typeof place.values[0] === 'number' ? otherOf(text) : text))
        : text,
  };
}
