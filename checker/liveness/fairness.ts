/**
 * Fairness as sets of action instances: what a property or a check declares, made into constraints on runs.
 *
 * A run is infinite: steps, and staying somewhere for ever. A weak constraint admits the runs in which, again and again, one
 * of its instances is taken or none is enabled; a strong one those in which one is taken again and again, or from some
 * point on none is enabled. Taken and enabled speak of steps that change the state, as in TLA+'s WF and SF; only the
 * constraint of level `maximal` counts steps that lead back to their own state. Every level is such a set, and
 * `stuttering` is the empty one.
 */
import type { Program } from '../program.ts';
import type { RecordField } from '../schema.ts';
import { SystemError } from '../system-error.ts';
import type { Fairness, FairUnit, FairUnits } from '../system.ts';

export interface Constraint {
  readonly strength: 'weak' | 'strong';
  /** The unit of fairness in words. */
  readonly of: string;
  /** By instance: whether it is one of this constraint's. */
  readonly covers: readonly boolean[];
  /** Whether a step that leads back to its own state counts. */
  readonly selfLoops: boolean;
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
export function assumptionOf<S extends RecordField>(program: Program<S>, fairness: Fairness): Assumption {
  const all = program.processOf.map(() => true);
  if (fairness === 'stuttering')
    return { text: 'no fairness (a run may stay anywhere for ever)', constraints: [] };
  if (fairness === 'maximal' || fairness === 'progress') {
    const selfLoops = fairness === 'maximal';
    const of = selfLoops ? 'any step' : 'any step that changes something';
    return { text: levelText[fairness], constraints: [{ strength: 'weak', of, covers: all, selfLoops }] };
  }
  const strengths = (['weak', 'strong'] as const).flatMap((strength) => {
    const units = fairness[strength];
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

const eachText = { actions: 'each action', processes: 'each process', instances: 'each action instance' };

const unitsText = (units: FairUnits): string =>
  typeof units === 'string' ? eachText[units] : units.map(nameOf).join(', ');

function nameOf(unit: FairUnit): string {
  if (typeof unit === 'string') return unit;
  const actions = unit.actions?.join('/');
  const named = [unit.process, actions].filter((part) => part !== undefined).join(' ') || 'every action';
  return unit.except === undefined ? named : `${named} but ${unit.except.join('/')}`;
}

interface Unit {
  readonly of: string;
  readonly covers: readonly boolean[];
}

function unitsOf<S extends RecordField>(program: Program<S>, units: FairUnits): readonly Unit[] {
  const { actions, actionOf, processOf, system } = program;
  const covering = (covers: (instance: number) => boolean): boolean[] =>
    actionOf.map((_, instance) => covers(instance));
  const nameAt = (instance: number): string | undefined => actions[actionOf[instance] ?? -1]?.name;
  const processes = [...new Set(processOf)];
  if (units === 'actions')
    return actions.map(({ name }, action) => ({ of: name, covers: covering((i) => actionOf[i] === action) }));
  if (units === 'processes')
    return processes.map((process) => ({
      of: process === '' ? 'every action' : process,
      covers: covering((i) => processOf[i] === process),
    }));
  if (units === 'instances')
    return actions.flatMap(({ name, params, first }) =>
      params.map((values, index) => {
        const given = Object.entries(values).map(([key, value]) => `${key}=${String(value)}`);
        return { of: [name, ...given].join(' '), covers: covering((i) => i === first + index) };
      }),
    );
  const known = (): string =>
    `it has the actions ${actions.map(({ name }) => name).join(', ')} and the processes ${processes.filter((name) => name !== '').join(', ') || 'of no name'}`;
  const judge = (what: string, name: string, exists: boolean): void => {
    if (!exists)
      throw new SystemError(`the fairness of ${system.name} names ${name}, which is no ${what}; ${known()}`);
  };
  const isAction = (name: string): boolean => actions.some((action) => action.name === name);
  return units.map((unit): Unit => {
    if (typeof unit === 'string') {
      const [action, process] = [isAction(unit), processes.includes(unit)];
      judge('action or process', unit, action || process);
      if (action && process)
        throw new SystemError(
          `the fairness of ${system.name} names ${unit}, which is an action and a process; write { process: '${unit}' } or { actions: ['${unit}'] }`,
        );
      return { of: unit, covers: covering((i) => (action ? nameAt(i) : processOf[i]) === unit) };
    }
    const { process, actions: names, except = [] } = unit;
    if (process !== undefined) judge('process', process, processes.includes(process));
    for (const name of [...(names ?? []), ...except]) judge('action', name, isAction(name));
    const covers = covering(
      (i) =>
        (process === undefined || processOf[i] === process) &&
        (names?.includes(nameAt(i) ?? '') ?? true) &&
        !except.includes(nameAt(i) ?? ''),
    );
    if (!covers.includes(true))
      throw new SystemError(
        `the fairness of ${system.name} names ${nameOf(unit)}, of which there is no action instance`,
      );
    return { of: nameOf(unit), covers };
  });
}
