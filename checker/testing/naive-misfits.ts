/**
 * The slow twin that checks every access and every answer: it searches over plain objects and says which faults a search meets.
 * It shares no code with the views but the schema.
 */
import type { Field, Plain, RecordField, ScalarField } from '../language/schema.ts';
import type { Params, System } from '../language/system.ts';
import { isPartField, strictPart } from './naive-misfits-parts.ts';

/** A fault: its code, the function and the field, by the names of a SystemError. */
export interface Fault {
  readonly code: 'write' | 'read' | 'answer';
  readonly function: string;
  readonly action?: string | undefined;
  readonly conjunct?: string | undefined;
  readonly property?: string | undefined;
  readonly params?: Params | undefined;
  readonly path?: string | undefined;
}

class Misfit extends Error {
  readonly code: Fault['code'];
  readonly path: string | undefined;

  constructor(code: Fault['code'], path?: string) {
    super(code);
    this.code = code;
    this.path = path;
  }
}

type Where = Omit<Fault, 'code' | 'path'>;

/** The faults of a system: those of which a search has to report one, and those that it may report as well. */
export interface Faults {
  readonly faults: readonly Fault[];
  /**
   * Faults of situations that an earlier level reached. One worker asks about a situation until it has reached it itself, so
   * that another may have reached it before.
   */
  readonly late: readonly Fault[];
}

/**
 * The faults of the first level in which there are any, one of which a search by levels reports. With `anywhere` all that a search
 * in any other order could report. None where the search is over before it meets any.
 */
export function naiveFaults(system: System, all: boolean, anywhere: boolean): Faults {
  const faults: Fault[] = [];
  const late: Fault[] = [];
  const seen = new Set<string>();
  const properties = Object.entries(system.properties);
  const reached = new Set<string>();
  const violated = new Set<string>();
  /** Undefined where the answer is a fault. */
  const tried = (
    where: Where,
    run: () => unknown,
    { isEffect = false, into = faults } = {},
  ): boolean | undefined => {
    try {
      const answer = run();
      if (answer instanceof Promise) answer.catch(() => undefined);
      if (isEffect ? answer !== undefined : typeof answer !== 'boolean') throw new Misfit('answer');
      return answer !== false;
    } catch (thrown) {
      if (!(thrown instanceof Misfit)) throw thrown;
      into.push({ code: thrown.code, ...where, path: thrown.path });
      return undefined;
    }
  };
  const viewOf = (state: string, isDraft = false): never =>
    strict(JSON.parse(state), system.state, '', isDraft) as never;
  const judge = (state: string): void => {
    const view = viewOf(state);
    for (const [property, of] of properties) {
      const where = { function: 'property', property };
      if (of.kind === 'sometimes') {
        const into = reached.has(property) ? late : faults;
        if (tried(where, () => of.reached(view), { into }) === true) fresh.push(property);
      }
      if (of.kind !== 'always') continue;
      for (const one of of.instances ?? [of]) {
        const at = { ...where, ...('params' in one ? { params: one.params } : {}) };
        const { when } = one;
        if (when !== undefined && tried(at, () => when(view)) !== true) continue;
        if (tried(at, () => one.holds(view)) === false) violated.add(property);
      }
    }
  };
  let fresh: string[] = [];
  const onlyNew = (states: readonly string[]): string[] => {
    const added = states.filter((state) => seen.size < seen.add(state).size);
    fresh = [];
    added.forEach(judge);
    // Whichever state of a level is asked about first, the others are looked at for a witness.
    if (!anywhere) for (const property of fresh) reached.add(property);
    return added;
  };
  const expand = (state: string): string[] => {
    const view = viewOf(state);
    const before = faults.length;
    const successors: string[] = [];
    for (const [action, { params: domains, guard, effect }] of Object.entries(system.actions)) {
      let every: Params[] = [{}];
      for (const [name, domain] of Object.entries(domains))
        every = every.flatMap((params) => domain.map((value) => ({ ...params, [name]: value })));
      for (const params of every) {
        const at = { action, params };
        const isEnabled = guard.every(
          ({ name, holds }) =>
            tried({ function: 'guard', conjunct: name, ...at }, () => holds(view, params)) === true,
        );
        if (!isEnabled) continue;
        const plain: unknown = JSON.parse(state);
        const run: (next: never, params: Params) => unknown = effect;
        const draft = strict(plain, system.state, '', true) as never;
        if (tried({ function: 'effect', ...at }, () => run(draft, params), { isEffect: true }) === undefined)
          continue;
        const after = JSON.stringify(plain);
        for (const [property, of] of properties) {
          if (of.kind !== 'alwaysStep') continue;
          const where = { function: 'property', property, ...at };
          const next = viewOf(after);
          const { when, holds } = of;
          if (when !== undefined && tried(where, () => when(view, next, at)) !== true) continue;
          if (tried(where, () => holds(view, next, at)) === false) violated.add(property);
        }
        successors.push(after);
      }
    }
    const isTerminal = successors.length === 0 && faults.length === before;
    for (const [property, of] of isTerminal ? properties : []) {
      if (of.kind !== 'deadlockFree') continue;
      if (tried({ function: 'property', property }, () => of.final(view)) === false) violated.add(property);
    }
    return successors;
  };
  let level = onlyNew(system.initial.map((state) => JSON.stringify(state)));
  while (level.length > 0 && (anywhere || faults.length === 0) && (all || violated.size === 0))
    level = onlyNew(level.flatMap(expand));
  return { faults, late };
}

/** A view, or a draft, of a plain value that checks each access against the schema. */
function strict(value: unknown, field: Field, path: string, isDraft: boolean): unknown {
  if (isPartField(field))
    return strictPart(value as unknown[], field, path, {
      misfit: (code, at) => {
        throw new Misfit(code, at);
      },
      view: (inner, of, at) => strict(inner, of, at, isDraft),
      written: (inner, of, at) =>
        of.kind === 'record' || of.kind === 'array' ? structuredClone(inner) : fitting(inner, of, at),
    });
  if (field.kind === 'record') return strictRecord(value as Plain<RecordField>, field, path, isDraft);
  if (field.kind !== 'array') return value;
  const items = value as unknown[];
  const { length, of } = field;
  const at = (index: unknown): unknown => strict(items[within(index, 'read')], of, inPath(index), isDraft);
  const inPath = (index: unknown): string => `${path}[${String(index)}]`;
  const within = (index: unknown, code: 'read' | 'write'): number => {
    if (typeof index !== 'number' || !Number.isInteger(index) || index < 0 || index >= length)
      throw new Misfit(code, inPath(index));
    return index;
  };
  const every = (): unknown[] => items.map((_, index) => at(index));
  return {
    length,
    at,
    set(index: unknown, written: unknown) {
      if (!isDraft) throw new Misfit('write', inPath(index));
      const place = within(index, 'write');
      items[place] = fitting(written, of as ScalarField, inPath(index));
    },
    some: (matches: (one: unknown) => boolean) => every().some(matches),
    every: (matches: (one: unknown) => boolean) => every().every(matches),
    count: (matches: (one: unknown) => boolean) => every().filter(matches).length,
  };
}

function strictRecord(
  value: Plain<RecordField>,
  { fields }: RecordField,
  path: string,
  isDraft: boolean,
): object {
  const inPath = (key: string | symbol): string => `${path === '' ? '' : `${path}.`}${String(key)}`;
  return new Proxy(value, {
    get(target, key) {
      const field = typeof key === 'string' && Object.hasOwn(fields, key) ? fields[key] : undefined;
      if (field === undefined) throw new Misfit('read', inPath(key));
      return strict(Reflect.get(target, key), field, inPath(key), isDraft);
    },
    set(target, key, written) {
      const field = typeof key === 'string' && Object.hasOwn(fields, key) ? fields[key] : undefined;
      if (field === undefined || !isDraft) throw new Misfit('write', inPath(key));
      return Reflect.set(target, key, fitting(written, field as ScalarField, inPath(key)));
    },
  });
}

/** The value, without a sign if it is zero. Throws where the field cannot have it. */
function fitting(value: unknown, field: ScalarField, path: string): unknown {
  const fits =
    field.kind === 'bool'
      ? typeof value === 'boolean'
      : field.kind === 'enum'
        ? field.values.some((name) => name === value)
        : typeof value === 'number' && Number.isInteger(value) && value >= field.min && value <= field.max;
  if (!fits) throw new Misfit('write', path);
  return value === 0 ? 0 : value;
}
