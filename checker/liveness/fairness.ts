/**
 * Fairness as sets of action instances: what a property or a check declares, made into constraints on runs.
 *
 * A run is infinite: steps, and staying somewhere for ever. A weak constraint admits the runs in which, again and again, one
 * of its instances is taken or none is enabled; a strong one those in which one is taken again and again, or from some
 * point on none is enabled. Taken and enabled speak of steps that change the state, as in TLA+'s WF and SF; only the
 * constraint of level `maximal` counts steps that lead back to their own state. Every level is such a set, and
 * `stuttering` is the empty one.
 */
import type { FairnessShown } from '../check/report.ts';
import type { Program } from '../language/program.ts';
import type { RecordField } from '../language/schema.ts';
import { SystemError } from '../language/system-error.ts';
import type { Fairness, FairEach, FairSelection, FairUnit, FairUnits, Params } from '../language/system.ts';

export interface Constraint {
  readonly strength: 'weak' | 'strong';
  /** The unit of fairness in words. */
  readonly of: string;
  /** By instance: whether it is one of this constraint's. */
  readonly covers: readonly boolean[];
  /** Whether a step that leads back to its own state counts. */
  readonly selfLoops: boolean;
}

/**
 * How a loop meets a constraint, whose first state is number `offset` of the trace: by the states that enable it, and the step of the loop
 * that takes it first, or -1.
 */
export function shownOf(
  { strength, of }: Pick<Constraint, 'strength' | 'of'>,
  offset: number,
  enabled: readonly boolean[],
  taken: number,
): FairnessShown {
  const disabled = enabled.indexOf(false);
  return {
    strength,
    of,
    takenAt: taken < 0 ? null : offset + taken + 1,
    disabledAt: disabled < 0 ? null : offset + disabled,
    everEnabled: enabled.includes(true),
  };
}

/** The runs that count. */
export interface Assumption {
  /** In words: `weak fairness of each process`. */
  readonly text: string;
  readonly constraints: readonly Constraint[];
}

/** More constraints make every edge's masks long; a thousand are more than anyone reads. */
const CONSTRAINTS_MAX = 1024;

/** Throws a SystemError where it names something that the system does not have, or nothing at all. */
export function assumptionOf<S extends RecordField>(program: Program<S>, given: Fairness): Assumption {
  const all = program.processOf.map(() => true);
  const fairness = given === 'weak' || given === 'strong' ? { [given]: 'processes' as const } : given;
  judgeShape(program.system.name, fairness);
  if (fairness === 'stuttering')
    return { text: 'no fairness (a run may stay anywhere for ever)', constraints: [] };
  if (fairness === 'maximal' || fairness === 'progress') {
    const selfLoops = fairness === 'maximal';
    const of = selfLoops ? 'any step' : 'any step that changes something';
    return { text: levelText[fairness], constraints: [{ strength: 'weak', of, covers: all, selfLoops }] };
  }
  const strengths = (['weak', 'strong'] as const).flatMap((strength) => {
    const units: FairUnits | undefined = fairness[strength];
    return units === undefined || units.length === 0 ? [] : [{ strength, units }];
  });
  if (strengths.length === 0)
    throw new SystemError(
      `the fairness of ${program.system.name} names nothing; name what is fair, or say 'stuttering' where nothing is`,
    );
  const constraints = strengths.flatMap(({ strength, units }) =>
    unitsOf(program, units).map(({ of, covers }) => ({ strength, of, covers, selfLoops: false })),
  );
  if (constraints.length > CONSTRAINTS_MAX)
    throw new SystemError(
      `the fairness of ${program.system.name} has ${String(constraints.length)} constraints, at most ${String(CONSTRAINTS_MAX)} can be judged; make them of processes or actions`,
    );
  const text = strengths.map(({ strength, units }) => `${strength} fairness of ${unitsText(units)}`);
  return { text: text.join(' and '), constraints };
}

const levelText = {
  maximal: 'steps as long as any action is enabled',
  progress: 'progress as long as a step can change something',
} as const;

const levels: readonly unknown[] = ['stuttering', 'maximal', 'progress'];
const strengthKeys: readonly string[] = ['weak', 'strong'];
const unitKeys: readonly string[] = ['process', 'actions', 'except', 'params', 'each'];

/** A module in JavaScript may give anything: an unknown word or key would otherwise be a constraint that is not there. */
function judgeShape(name: string, fairness: unknown): void {
  const refuse = (what: string): never => {
    throw new SystemError(`the fairness of ${name} ${what}`);
  };
  const known = (value: object, keys: readonly string[], where: string): void => {
    const key = Object.keys(value).find((one) => !keys.includes(one));
    if (key !== undefined) refuse(`has the key ${key}${where}; it takes ${keys.join(', ')}`);
  };
  if (levels.includes(fairness)) return;
  if (typeof fairness !== 'object' || fairness === null)
    return refuse(
      `is ${String(fairness)}; it is one of ${[...levels, ...strengthKeys].join(', ')}, or { weak, strong }`,
    );
  known(fairness, strengthKeys, '');
  for (const [strength, units] of Object.entries(fairness) as [string, unknown][]) {
    if (units === undefined || (typeof units === 'string' && Object.hasOwn(eachText, units))) continue;
    if (!Array.isArray(units))
      return refuse(
        `says ${strength}: ${JSON.stringify(units)}; it is one of ${Object.keys(eachText).join(', ')}, or a list of units`,
      );
    for (const unit of units as unknown[]) {
      if (typeof unit === 'string') continue;
      if (typeof unit !== 'object' || unit === null)
        return refuse(
          `names ${String(unit)}; a unit is the name of an action or of a process, or { ${unitKeys.join(', ')} }`,
        );
      known(unit, unitKeys, ' in a unit');
      if ('each' in unit && !(typeof unit.each === 'string' && Object.hasOwn(eachText, unit.each)))
        refuse(`says each: ${String(unit.each)}; it is one of ${Object.keys(eachText).join(', ')}`);
    }
  }
}

const eachText = { actions: 'each action', processes: 'each process', instances: 'each action instance' };
const eachOf = { actions: 'each action of', processes: 'each process of', instances: 'each instance of' };

const unitsText = (units: FairUnits): string =>
  typeof units === 'string' ? eachText[units] : units.map(nameOf).join(', ');

function nameOf(unit: FairUnit): string {
  if (typeof unit === 'string') return unit;
  const { process, actions, except, params, each } = unit;
  const named =
    [process, actions?.join('/')].filter((part) => part !== undefined).join(' ') || 'every action';
  const some = except === undefined ? named : `${named} but ${except.join('/')}`;
  const all = params === undefined ? some : `${some} ${paramsText(params)}`;
  return each === undefined ? all : `${eachOf[each]} ${all}`;
}

const paramsText = (params: Params): string =>
  Object.entries(params)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(' ');

interface Unit {
  readonly of: string;
  readonly covers: readonly boolean[];
}

function unitsOf<S extends RecordField>(program: Program<S>, units: FairUnits): readonly Unit[] {
  const every = program.actionOf.map(() => true);
  return typeof units === 'string'
    ? eachOne(program, units, every)
    : units.flatMap((unit) => selected(program, unit));
}

/** Of the instances that `within` covers, a unit for each action, process or instance. */
function eachOne<S extends RecordField>(
  { actions, actionOf, processOf }: Program<S>,
  each: FairEach,
  within: readonly boolean[],
  { actions: names, ...others }: FairSelection = {},
): readonly Unit[] {
  const instances = actions.flatMap(({ name, params, first }) =>
    params.map((values, index) => ({ name, values, instance: first + index })),
  );
  const groups = new Map<string | number, Unit & { readonly covers: boolean[] }>();
  for (const { name, values, instance } of instances) {
    if (within[instance] !== true) continue;
    const process = processOf[instance] ?? '';
    const [key, of] =
      each === 'actions'
        ? [actionOf[instance] ?? -1, nameOf({ ...others, actions: [name] })]
        : each === 'processes'
          ? [
              process,
              nameOf({ ...others, ...(names && { actions: names }), ...(process !== '' && { process }) }),
            ]
          : [instance, [name, paramsText(values)].join(' ').trim()];
    const group = groups.get(key) ?? { of, covers: within.map(() => false) };
    group.covers[instance] = true;
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** The units of one entry of a list. */
function selected<S extends RecordField>(program: Program<S>, unit: FairUnit): readonly Unit[] {
  const { actions, actionOf, processOf, system } = program;
  const nameAt = (instance: number): string | undefined => actions[actionOf[instance] ?? -1]?.name;
  const processes = [...new Set(processOf)];
  const isAction = (name: string): boolean => actions.some((action) => action.name === name);
  const judge = (what: string, name: string, exists: boolean): void => {
    if (!exists)
      throw new SystemError(
        `the fairness of ${system.name} names ${name}, which is no ${what}; it has the actions ${actions.map(({ name }) => name).join(', ')} and the processes ${processes.filter((name) => name !== '').join(', ') || 'of no name'}`,
      );
  };
  if (typeof unit === 'string') {
    const [action, process] = [isAction(unit), processes.includes(unit)];
    judge('action or process', unit, action || process);
    if (action && process)
      throw new SystemError(
        `the fairness of ${system.name} names ${unit}, which is an action and a process; write { process: '${unit}' } or { actions: ['${unit}'] }`,
      );
    return [{ of: unit, covers: processOf.map((of, i) => (action ? nameAt(i) : of) === unit) }];
  }
  const { each, ...rest } = unit;
  const { process, actions: names, except = [], params = {} } = rest;
  if (process !== undefined) judge('process', process, processes.includes(process));
  for (const name of [...(names ?? []), ...except]) judge('action', name, isAction(name));
  const paramsAt = (instance: number): Params => {
    const action = actions[actionOf[instance] ?? -1];
    return action?.params[instance - action.first] ?? {};
  };
  const covers = actionOf.map(
    (_, i) =>
      (process === undefined || processOf[i] === process) &&
      (names?.includes(nameAt(i) ?? '') ?? true) &&
      !except.includes(nameAt(i) ?? '') &&
      Object.entries(params).every(([key, value]) => paramsAt(i)[key] === value),
  );
  if (!covers.includes(true))
    throw new SystemError(
      `the fairness of ${system.name} names ${nameOf(unit)}, of which there is no action instance`,
    );
  return each === undefined ? [{ of: nameOf(unit), covers }] : eachOne(program, each, covers, rest);
}
