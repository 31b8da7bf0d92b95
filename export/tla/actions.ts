/** Actions as definitions: a guard's parts with their names, and what each variable becomes. */
import type { DescribedAction, DescribedInstance } from '../../checker/index.ts';
import { leaves } from '../../checker/index.ts';
import type { Merged } from './merge.ts';
import { merge } from './merge.ts';
import { literal, setOf } from './names.ts';
import type { Index, Place, Symbols } from './places.ts';
import { restOf } from './places.ts';
import type { Term } from './term.ts';
import { laid, laidInside, mayChoose, withShared, withoutAt } from './term.ts';
import type { Writing } from './terms.ts';
import { Terms } from './terms.ts';

export interface WritingModule extends Writing {
  readonly variables: readonly string[];
  /** Parameters as the module calls them. */
  param(this: void, name: string): string;
}

/** A definition of some instances of an action. */
export interface ActionDefinition {
  readonly name: string;
  readonly merged: Merged;
  /** By number of the instance in the action, how it is used: `RMPrepare(0)`. */
  readonly uses: ReadonlyMap<number, string>;
  /** All of them: `\E rm \in 0 .. 2 : RMPrepare(rm)`. */
  readonly all: string;
  readonly text: string;
}

/** The definitions of an action. Instances that are never enabled have none. */
export function actionDefinitions(
  action: DescribedAction,
  writing: WritingModule,
): readonly ActionDefinition[] {
  const { names, param } = writing;
  const merged = merge(
    action.instances.map((instance) => ({
      params: instance.params,
      indices: indicesOf(instance, writing),
      text: (symbols) => bodyOf(instance, symbols, writing),
    })),
    param,
  );
  const taken = names.fresh(action.name);
  return merged.map((one, at) => {
    const suffix = Object.entries(one.fixed)
      .filter(([of, value]) => action.instances.some(({ params: other }) => other[of] !== value))
      .map(([of, value]) => `_${of}${String(value)}`);
    const name =
      merged.length === 1
        ? taken
        : at === 0 && suffix.length === 0
          ? taken
          : names.fresh(`${action.name}${suffix.join('')}`);
    const params = one.free.map(([free]) => param(free));
    const head = params.length === 0 ? name : `${name}(${params.join(', ')})`;
    const use = (member: number): string => {
      const values = one.free.map(([free]) => literal(action.instances[member]?.params[free] ?? 0));
      return values.length === 0 ? name : `${name}(${values.join(', ')})`;
    };
    return {
      ...{ name, merged: one },
      uses: new Map(one.members.map((member) => [member, use(member)])),
      all: one.free.length === 0 ? name : `\\E ${quantified(one, param)} : ${head}`,
      text: `${head} ==\n  ${one.text}\n`,
    };
  });
}

/** `m \in 0 .. 1, depth \in {0}`. */
export const quantified = ({ free }: Merged, param: (name: string) => string): string =>
  free.map(([name, values]) => `${param(name)} \\in ${setOf(values)}`).join(', ');

/** The indices of all scalars that these diagrams speak of. */
export function indicesIn(
  { diagrams, places }: Writing,
  roots: readonly number[],
  written: readonly number[] = [],
): readonly Index[] {
  const scalars = [...diagrams.scalarsOf(roots), ...written];
  return scalars.flatMap((scalar) => (places[scalar]?.rest ?? []).filter((part) => typeof part !== 'string'));
}

const indicesOf = ({ conjuncts, writes }: DescribedInstance, writing: Writing): readonly Index[] =>
  indicesIn(
    writing,
    [...conjuncts.map(({ diagram }) => diagram), ...writes.values()],
    [...writes.keys()].filter((scalar) => writing.diagrams.at(writes.get(scalar) ?? 0) !== leaves.keep),
  );

/** The conjuncts of a guard, those left out that are true wherever they are asked; null where one never holds. */
export function guardTerms(
  { conjuncts }: DescribedInstance,
  terms: Terms,
): readonly (readonly [name: string, term: Term])[] | null {
  const all = conjuncts.map(({ name, diagram }) => [name, terms.truth(diagram)] as const);
  const says =
    (text: string) =>
    ([, term]: readonly [string, Term]) =>
      term.op === 'atom' && term.text === text;
  return all.some(says('FALSE')) ? null : all.filter((one) => !says('TRUE')(one));
}

function bodyOf(instance: DescribedInstance, symbols: Symbols, writing: WritingModule): string | null {
  const terms = new Terms(writing, symbols);
  const guard = guardTerms(instance, terms);
  if (guard === null) return null;
  const names = new Set(terms.shared.map(([name]) => name));
  const lines = guard.map(([name, term]) => {
    // TLC takes every disjunct in an action for a step of its own; the comparison makes it one value.
    const isOne = !mayChoose(term) && !(term.op === 'atom' && names.has(term.text));
    return `\\* ${comment(name)}\n  /\\ ${isOne ? laid(term, 5) : `${laidInside(term, 5)} = TRUE`}`;
  });
  const updates = updatesOf(instance, { terms, symbols, writing });
  const changed = updates.map(([variable]) => variable);
  const same = writing.variables.filter((variable) => !changed.includes(variable));
  const body = [
    ...lines,
    ...updates.map(([variable, text]) => `/\\ ${variable}' = ${text}`),
    ...(same.length === 0 ? [] : [`/\\ UNCHANGED <<${same.join(', ')}>>`]),
  ].join('\n  ');
  return withShared(terms.shared, body, 2);
}

/** One line of it. */
export const comment = (text: string): string =>
  text.replaceAll(/[^ -~]+/g, '?').replaceAll(/\(\*|\*\)/g, '');

function updatesOf(
  { writes }: DescribedInstance,
  { terms, symbols, writing }: { terms: Terms; symbols: Symbols; writing: WritingModule },
): readonly (readonly [variable: string, text: string])[] {
  const byVariable = new Map<string, { place: Place; term: Term }[]>();
  for (const [scalar, diagram] of [...writes].sort(([a], [b]) => a - b)) {
    const place = writing.places[scalar];
    if (place === undefined || writing.diagrams.at(diagram) === leaves.keep || place.values.length < 2)
      continue;
    const of = byVariable.get(place.variable) ?? [];
    byVariable.set(place.variable, of);
    of.push({ place, term: terms.value(diagram, scalar) });
  }
  return [...byVariable].map(([variable, of]) => {
    const [only] = of;
    if (only?.place.rest.length === 0)
      return [variable, laidInside(withoutAt(only.term, variable), variable.length + 9)] as const;
    const entries = of.map(({ place, term }) => {
      const at = `!${restOf(place, symbols)} = `;
      return at + laidInside(term, 14 + at.length);
    });
    const line = `[${variable} EXCEPT ${entries.join(', ')}]`;
    return [
      variable,
      line.length < 100 && !line.includes('\n')
        ? line
        : `[${variable} EXCEPT\n${' '.repeat(14)}${entries.join(`,\n${' '.repeat(14)}`)}]`,
    ] as const;
  });
}
