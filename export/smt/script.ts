/**
 * Whether an invariant is inductive, as questions in SMT-LIB 2: for each conjunct and each step one whose unsatisfiability says that the
 * step keeps the conjunct. The system's functions are the diagrams of its description, so that all states are asked about.
 */
import type { DescribedInstance, DescribedProperty, Description, Params } from '../../checker/index.ts';
import { leaves } from '../../checker/index.ts';
import { Terms, isBool, literalOf, sortOf, symbol, where } from './terms.ts';

/** A step that is asked about. */
export interface SmtStep {
  readonly action: string;
  readonly params: Params;
  /** True where it is taken, and of both states. */
  readonly taken: string;
  /** True where a function of it is at fault, as one that writes what its field cannot have. */
  readonly faults: string;
  /** By property of steps, where it violates that. */
  readonly violates: ReadonlyMap<string, string>;
}

export interface SmtScript {
  /** Declarations, definitions, and the ranges of the scalars. */
  readonly prelude: string;
  /** By conjunct, where it holds before a step and after one. */
  readonly conjuncts: ReadonlyMap<string, { readonly before: string; readonly after: string }>;
  readonly invariant: string;
  /** Each initial state as a condition. */
  readonly initial: readonly string[];
  /** By property of states, where it holds. */
  readonly properties: ReadonlyMap<string, string>;
  readonly steps: readonly SmtStep[];
  /** By scalar, its names before and after a step; null for one of a single value. */
  readonly scalars: readonly ({ readonly before: string; readonly after: string } | null)[];
}

/** `conjuncts` are names of `always` properties of the description; its other properties of states and steps are to be implied. */
export function smtScript(description: Description, conjuncts: readonly string[]): SmtScript {
  const before = new Terms(description, '');
  const after = new Terms(description, "'");
  const { scalars } = description.layout;
  const lines: string[] = [];
  /** Defines a truth, after what it is made of. */
  const define = (name: string, term: string, terms: readonly Terms[], comments = ''): string => {
    for (const one of terms) lines.push(...one.definitions.splice(0));
    lines.push(`${comments}(define-fun ${symbol(name)} () Bool ${term})`);
    return symbol(name);
  };
  lines.push('; the state before a step and after it');
  for (const [at, scalar] of scalars.entries()) {
    if (scalar.bits === 0) continue;
    const names = [before.scalar(at), after.scalar(at)];
    lines.push(...rangeOf(scalar), ...names.map((name) => `(declare-const ${name} ${sortOf(scalar)})`));
    const count = countOf(scalar);
    if (!isBool(scalar) && count < 2 ** scalar.bits)
      for (const name of names) lines.push(`(assert (bvult ${name} ${literalOf(scalar, count)}))`);
  }
  lines.push('', '; the invariant');
  const truth = (property: DescribedProperty, terms: Terms, mark: string): string => {
    const all = property.instances.map(({ functions }) => {
      const of = [...functions].map(([name, diagram]) => [name, terms.of(diagram, 'p', 'Bool', where(1))]);
      const when = of.find(([name]) => name === 'when')?.[1];
      const holds = of.find(([name]) => name !== 'when')?.[1] ?? 'true';
      return when === undefined ? holds : `(=> ${when} ${holds})`;
    });
    const kind = conjuncts.includes(property.name) ? 'conjunct' : 'property';
    return define(`${kind} ${property.name}${mark}`, conjunction(all), [terms]);
  };
  const named = (name: string): DescribedProperty => {
    const found = description.properties.find((one) => one.name === name);
    if (found?.kind !== 'always') throw new RangeError(`no conjunct ${name}`);
    return found;
  };
  const claims = new Map(
    conjuncts.map((name) => {
      const property = named(name);
      return [name, { before: truth(property, before, ''), after: truth(property, after, "'") }];
    }),
  );
  const invariant = define('invariant', conjunction([...claims.values()].map((one) => one.before)), []);
  lines.push('', '; properties that it is to imply');
  const properties = new Map(
    description.properties
      .filter(({ name, kind }) => kind === 'always' && !conjuncts.includes(name))
      .map((property) => [property.name, truth(property, before, '')]),
  );
  lines.push('', '; steps');
  const steps = description.actions.flatMap(({ name, source, instances }) =>
    instances.map((instance): SmtStep => {
      const title = `${name}${paramsOf(instance.params)}`;
      lines.push('', `; ${title}${source === undefined ? '' : `, ${source}`}`);
      const guard = instance.conjuncts.map(
        (one) => [one.name, before.of(one.diagram, 'g', 'Bool', where(1))] as const,
      );
      const faults = before.of(instance.guard, 'f', 'Bool', where(leaves.fault));
      const enabled = define(`${title} enabled`, guarded(guard), [before]);
      return {
        ...{ action: name, params: instance.params },
        faults: define(`${title} faults`, faults, [before]),
        taken: define(`${title} taken`, taken(description, instance, { enabled, before, after }), [
          before,
          after,
        ]),
        violates: new Map(
          [...instance.judged].map(([property, diagram]) => {
            const violated = before.of(diagram, 'j', 'Bool', where(2));
            return [property, define(`${title} violates ${property}`, violated, [before])];
          }),
        ),
      };
    }),
  );
  return {
    prelude: `${lines.join('\n')}\n`,
    ...{ conjuncts: claims, invariant, properties, steps },
    initial: description.initial.map((raws) =>
      conjunction(
        scalars.flatMap((scalar, at) =>
          scalar.bits === 0 ? [] : [`(= ${before.scalar(at)} ${literalOf(scalar, raws[at] ?? 0)})`],
        ),
      ),
    ),
    scalars: scalars.map(({ bits }, at) =>
      bits === 0 ? null : { before: before.scalar(at), after: after.scalar(at) },
    ),
  };
}

type ScalarShape = Description['layout']['scalars'][number];

const countOf = ({ field }: ScalarShape): number =>
  field.kind === 'bool' ? 2 : field.kind === 'enum' ? field.values.length : field.max - field.min + 1;

/** What the stored values stand for. */
function rangeOf({ field }: ScalarShape): readonly string[] {
  if (field.kind === 'bool') return [];
  if (field.kind === 'enum') return [`; ${field.values.map((value, raw) => `${raw} ${value}`).join(', ')}`];
  return [`; ${field.min} to ${field.max}${field.min === 0 ? '' : `, from 0 for ${field.min} on`}`];
}

export const conjunction = (of: readonly string[]): string =>
  of.length === 0 ? 'true' : of.length === 1 ? (of[0] ?? 'true') : `(and ${of.join(' ')})`;

export function paramsOf(params: Params): string {
  const of = Object.entries(params).map(([name, value]) => `${name}=${value}`);
  return of.length === 0 ? '' : `(${of.join(' ')})`;
}

/** Conjuncts with their names as comments. */
const guarded = (guard: readonly (readonly [name: string, term: string])[]): string =>
  guard.length === 0
    ? 'true'
    : `(and\n${guard.map(([name, term]) => `  ${term} ; ${name.replaceAll('\n', ' ')}\n`).join('')})`;

/** The step is enabled, and each scalar has its value afterwards. */
function taken(
  { layout, diagrams }: Description,
  { writes, guard }: DescribedInstance,
  { enabled, before, after }: { readonly enabled: string; readonly before: Terms; readonly after: Terms },
): string {
  const equal = layout.scalars.flatMap((scalar, at) => {
    if (scalar.bits === 0) return [];
    const diagram = writes.get(at);
    const own = before.scalar(at);
    const term =
      diagram === undefined
        ? own
        : before.of(diagram, `w${at}`, sortOf(scalar), (leaf) =>
            leaf === leaves.keep ? own : leaf < 0 ? null : literalOf(scalar, leaf),
          );
    return [`(= ${after.scalar(at)} ${term})`];
  });
  const right = diagrams.says(guard, leaves.fault) ? [before.of(guard, 'g', 'Bool', where(1))] : [];
  return `(and ${[enabled, ...right, ...equal].join('\n  ')})`;
}
