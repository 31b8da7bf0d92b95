/**
 * A trace in the Informal Trace Format, which the ITF viewer, Quint and Apalache read. As Quint does, two extra variables
 * name the action that led to each state and its parameters, so that model-based tests can replay it.
 */
import type { Field, Json, Params, System, Trace } from '../../checker/index.ts';
import type { Subject } from '../selection/selection.ts';

export interface ItfAbout {
  readonly description: string;
  /** `violation` where the trace ends in one. */
  readonly status: 'violation' | 'ok';
  /** What the trace is of, so that it can be read again without other words. */
  readonly subject: Subject;
}

/** A value as ITF has it: sets are sets, optional values are of a variant type. */
function valueOf(field: Field, value: Json): Json {
  const list: readonly Json[] = Array.isArray(value) ? value : [];
  if ('part' in field && field.part === 'set') return { '#set': list };
  if (field.kind === 'array') return list.map((one) => valueOf(field.of, one));
  if (field.kind !== 'record') return value;
  const { fields } = field;
  if ('part' in field && field.part === 'optional') return option(list[0]);
  if ('part' in field && fields['items']?.kind === 'array') {
    const { of } = fields['items'];
    return list.map((one) => valueOf(of, one));
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, one]: [string, Json]) => [
      name,
      fields[name] === undefined ? one : valueOf(fields[name], one),
    ]),
  );
}

const option = (value: Json | undefined): Json =>
  value === undefined ? { tag: 'None', value: { '#tup': [] } } : { tag: 'Some', value };

/** The variables of a state. */
export const itfState = ({ state }: System, variables: Json): Readonly<Record<string, Json>> =>
  valueOf(state, variables) as Readonly<Record<string, Json>>;

export const actionTaken = 'mbt::actionTaken';
export const nondetPicks = 'mbt::nondetPicks';

export function itf(system: System, trace: Trace, { description, status, subject }: ItfAbout): Json {
  const names = [...new Set(Object.values(system.actions).flatMap(({ params }) => Object.keys(params)))];
  const picks = (params: Params): Json =>
    Object.fromEntries(
      names.map((name) => {
        const value = params[name];
        return [name, option(value)];
      }),
    );
  const state = (index: number, action: string, params: Params, variables: Json): Json => ({
    '#meta': { index },
    ...itfState(system, variables),
    [actionTaken]: action,
    [nondetPicks]: picks(params),
  });
  const { loop, steps } = trace;
  // In ITF the state `loop` follows the last one. Ours repeats the state that it leads back to, with the step that led there.
  const next = loop === undefined ? {} : { loop: Math.min(loop + 1, steps.length) };
  return {
    '#meta': {
      ...{ format: 'ITF', source: system.name, status, description, traceId: trace.id },
      subject: subject as unknown as Json,
    },
    vars: [...Object.keys(system.state.fields), actionTaken, nondetPicks],
    states: [
      state(0, 'init', {}, trace.initial),
      ...steps.map((step, index) => state(index + 1, step.action, step.params, step.state)),
    ],
    ...next,
  };
}
