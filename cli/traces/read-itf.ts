/**
 * A trace in the Informal Trace Format, of nosplit, Quint or another tool, as a trace of a system. Nothing of the file is believed: its
 * states are those that steps of the system lead to, or it is refused.
 */
import * as v from 'valibot';
import type { Stepper, System, Trace } from '../../checker/index.ts';
import { SystemError, difference, isId, replay, stepper, traceThrough } from '../../checker/index.ts';
import { UsageError } from '../errors.ts';
import { parsed } from '../parsed.ts';
import { actionTaken, itf, itfState, nondetPicks } from '../reporters/itf.ts';
import type { SelectOptions } from '../selection/select.ts';
import { select, selectReported } from '../selection/select.ts';
import type { Selection } from '../selection/selection.ts';
import type { World } from '../world.ts';
import { subject } from './saved.ts';

const values = v.record(v.string(), v.unknown());
const file = v.looseObject({
  '#meta': v.looseObject({
    subject: v.optional(subject),
    traceId: v.optional(v.string()),
    description: v.optional(v.string(), ''),
    status: v.optional(v.string(), ''),
  }),
  states: v.pipe(v.array(values), v.minLength(1)),
  loop: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
});
type Itf = v.InferOutput<typeof file>;
type State = Itf['states'][number];

/** Whether data say that they are ITF, or look like it. */
export function isItf(data: unknown): boolean {
  const field = (name: string, of: unknown): unknown =>
    typeof of === 'object' && of !== null ? Reflect.get(of, name) : undefined;
  return (
    field('format', field('#meta', data)) === 'ITF' ||
    (Array.isArray(field('vars', data)) && Array.isArray(field('states', data)))
  );
}

/** Throws a UsageError for what is no ITF, no trace of the system, or none that it says it is. */
export async function readItf(
  given: string,
  data: unknown,
  config: string | undefined,
  options: SelectOptions,
  world: World,
): Promise<{ readonly trace: Trace; readonly shown: null; readonly selection: Selection }> {
  const read = parsed(
    file,
    { '#meta': {}, ...Object(data) } as unknown,
    (issue) => new UsageError(`${given} is damaged ITF (${issue}); write it again with --format itf`),
  );
  const about = read['#meta'].subject;
  const selection = await (about === undefined
    ? select(config, options, world)
    : selectReported(given, about, config, options, world));
  const { system, title } = selection;
  const wrong = (what: string): UsageError =>
    new UsageError(`${given} is no trace of ${title}: ${what}; name the model it is of, or write it again`);
  try {
    const { traceId } = read['#meta'];
    const trace =
      traceId === undefined ? walked(system, read, wrong) : named(selection, read, data, traceId, wrong);
    return { trace, shown: null, selection };
  } catch (error) {
    if (error instanceof SystemError && error.code === 'trace') throw wrong(error.message);
    throw error;
  }
}

type Wrong = (what: string) => UsageError;

/** A trace that nosplit wrote: it has an id, and is what the id's replay is, word for word. */
function named(selection: Selection, read: Itf, data: unknown, id: string, wrong: Wrong): Trace {
  if (!isId(id)) throw wrong(`its traceId is ${JSON.stringify(id.slice(0, 60))}, which is none`);
  const trace = replay(selection.system, id);
  const { description, status } = read['#meta'];
  const right = itf(selection.system, trace, {
    description,
    status: status === 'violation' ? status : 'ok',
    subject: selection.subject,
  });
  // What the subject says beside the names that were compared is where a tree or a model lies.
  const judged = (value: unknown): unknown => {
    const all = Object(value) as object;
    return { ...all, '#meta': without(Object(Reflect.get(all, '#meta')) as object, ['subject']) };
  };
  const found = difference(judged(data), judged(right));
  if (found !== null) throw wrong(found);
  return trace;
}

/** A trace of another tool: from each state a step that leads to the next one, of the action and parameters if it names them. */
function walked(system: System, { states, loop }: Itf, wrong: Wrong): Trace {
  const names = Object.keys(system.state.fields);
  const wanted = states.map((state, index) => {
    const missing = names.find((name) => !Object.hasOwn(state, name));
    if (missing !== undefined) throw wrong(`state ${index} has no variable ${missing}`);
    return normal(Object.fromEntries(names.map((name) => [name, state[name]])));
  });
  const walk = stepper(system);
  const here = (): string => normal(itfState(system, walk.plain(walk.state)));
  const root = system.initial.findIndex((_, index) => {
    walk.reset(index);
    return here() === wanted[0];
  });
  if (root < 0) throw wrong('state 0 is no initial state');
  walk.reset(root);
  const instances: number[] = [];
  const go = (to: number, told: State): void => {
    const instance = stepTo(walk, here, wanted[to] ?? '', told);
    if (instance === null) throw wrong(`no step leads from state ${instances.length} to ${nameOf(told, to)}`);
    walk.take(instance);
    instances.push(instance);
  };
  states.slice(1).forEach((state, index) => {
    go(index + 1, state);
  });
  if (loop === undefined) return traceThrough(system, { root, instances });
  if (loop >= states.length) throw wrong(`its loop leads to state ${loop}, and there are ${states.length}`);
  // The state `loop` follows the last one: by a step that the file does not show, unless the last one is followed by itself.
  if (loop === states.length - 1) return traceThrough(system, { root, instances, loop: instances.length });
  go(loop, without(states[loop] ?? {}, [actionTaken, nondetPicks]));
  return traceThrough(system, { root, instances, loop });
}

const without = (fields: object, names: readonly string[]): State =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));

const nameOf = (told: State, to: number): string =>
  `state ${to}${typeof told[actionTaken] === 'string' ? ` by ${told[actionTaken]}` : ''}`;

/** The first enabled instance that leads to a state; null for none. The walk stays where it is. */
function stepTo(
  walk: Stepper<System['state']>,
  here: () => string,
  wanted: string,
  told: State,
): number | null {
  const from = walk.state.slice();
  const enabled = new Uint16Array(walk.steps.length);
  const count = walk.enabled(enabled);
  for (const instance of enabled.subarray(0, count)) {
    const step = walk.steps[instance];
    if (step === undefined || !fits(step, told)) continue;
    walk.take(instance);
    const isThere = here() === wanted;
    walk.state.set(from);
    if (isThere) return instance;
  }
  return null;
}

/** Whether a step is the one that a state says it was reached by, as far as it says. */
function fits({ action, params }: Stepper<System['state']>['steps'][number], told: State): boolean {
  const { [actionTaken]: taken, [nondetPicks]: picks } = told;
  if (typeof taken === 'string' && taken !== action) return false;
  if (typeof picks !== 'object' || picks === null) return true;
  return Object.entries(params).every(([name, value]) => {
    const pick: unknown = Reflect.get(picks, name);
    const picked: unknown =
      typeof pick === 'object' && pick !== null ? Reflect.get(pick, 'value') : undefined;
    return picked === undefined || normal(picked) === normal(value);
  });
}

/** Equal texts for equal values: `#bigint` is a number, the order of a set or of fields does not count, nor does `#meta`. */
function normal(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(normal).join()}]`;
  const big: unknown = Reflect.get(value, '#bigint');
  if (typeof big === 'string' && /^-?\d{1,15}$/.test(big)) return String(Number(big));
  const set: unknown = Reflect.get(value, '#set');
  if (Array.isArray(set)) return `{${set.map(normal).sort().join()}}`;
  const fields = Object.entries(value).filter(([name]) => name !== '#meta');
  return `{${fields
    .map(([name, one]) => `${JSON.stringify(name)}:${normal(one)}`)
    .sort()
    .join()}}`;
}
