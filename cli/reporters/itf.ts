/**
 * A trace in the Informal Trace Format, which the ITF viewer, Quint and Apalache read. As Quint does, two extra variables
 * name the action that led to each state and its parameters, so that model-based tests can replay it.
 */
import type { Json, Params, System, Trace } from '../../checker/index.ts';

export interface ItfAbout {
  readonly description: string;
  /** `violation` where the trace ends in one. */
  readonly status: 'violation' | 'ok';
}

export function itf(system: System, trace: Trace, { description, status }: ItfAbout): Json {
  const names = [...new Set(Object.values(system.actions).flatMap(({ params }) => Object.keys(params)))];
  const picks = (params: Params): Json =>
    Object.fromEntries(
      names.map((name) => {
        const value = params[name];
        return [name, value === undefined ? { tag: 'None', value: { '#tup': [] } } : { tag: 'Some', value }];
      }),
    );
  const state = (index: number, action: string, params: Params, variables: Json): Json => ({
    '#meta': { index },
    ...Object.fromEntries(Object.entries(variables)),
    'mbt::actionTaken': action,
    'mbt::nondetPicks': picks(params),
  });
  const { loop, steps } = trace;
  // In ITF the state `loop` follows the last one. Ours repeats the state that it leads back to, with the step that led there.
  const next = loop === undefined ? {} : { loop: Math.min(loop + 1, steps.length) };
  return {
    '#meta': { format: 'ITF', source: system.name, status, description, traceId: trace.id },
    vars: [...Object.keys(system.state.fields), 'mbt::actionTaken', 'mbt::nondetPicks'],
    states: [
      state(0, 'init', {}, trace.initial),
      ...steps.map((step, index) => state(index + 1, step.action, step.params, step.state)),
    ],
    ...next,
  };
}
