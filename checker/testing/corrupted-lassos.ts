/**
 * Lassos that are none, made from one that is: what the tests' judge of lassos must refuse. Each corruption is one that no
 * system can make true again.
 */
import type { Json, Trace } from '../check/report.ts';
import type { RecordField } from '../language/schema.ts';
import type { Liveness } from '../language/system.ts';
import type { Live } from './naive.ts';

export interface Corrupted<S extends RecordField> {
  readonly what: string;
  readonly trace: Trace;
  readonly claim: Liveness<S>;
}

export function corruptedLassos<S extends RecordField>(trace: Trace, claim: Liveness<S>): Corrupted<S>[] {
  const { initial, steps, switches, id, shortest, loop = 0 } = trace;
  const straight = { initial, steps, switches, id, shortest };
  const states: readonly Json[] = [trace.initial, ...steps.map(({ state }) => state)];
  const text = (state: Json | undefined): string => JSON.stringify(state);
  const last = states.at(-1);
  const elsewhere = states.findIndex((state) => text(state) !== text(last));
  const other = states[elsewhere];
  const isLast = (state: Live<S>): boolean => text(state) === text(last);
  const withGoal = (goal: (state: Live<S>) => boolean): Liveness<S> =>
    claim.kind === 'leadsTo'
      ? { ...claim, to: (state) => claim.to(state) || goal(state as Live<S>) }
      : claim.kind === 'eventuallyAlways'
        ? { ...claim, holds: () => true }
        : { ...claim, reached: (state) => claim.reached(state) || goal(state as Live<S>) };
  const step = (at: number, change: Partial<Trace['steps'][number]>): Trace => ({
    ...trace,
    steps: steps.map((one, index) => (index === at ? { ...one, ...change } : one)),
  });
  return [
    { what: 'no loop', trace: straight, claim },
    { what: 'a loop beyond its end', trace: { ...trace, loop: steps.length + 1 }, claim },
    { what: 'the goal in the loop', trace, claim: withGoal(isLast) },
    { what: 'an initial state that is none', trace: { ...trace, initial: { nowhere: 0 } }, claim },
    ...(claim.kind === 'leadsTo'
      ? [{ what: 'owed nowhere', trace, claim: { ...claim, from: () => false } }]
      : []),
    ...(claim.kind === 'eventually' && loop > 0 && text(trace.initial) !== text(last)
      ? [
          {
            what: 'the goal in the stem',
            trace,
            claim: withGoal((state) => text(state) === text(trace.initial)),
          },
        ]
      : []),
    ...(other === undefined
      ? []
      : [{ what: 'a last step that leads elsewhere', trace: { ...trace, loop: elsewhere }, claim }]),
    ...(other === undefined || steps.length === 0
      ? []
      : [{ what: 'a step to another state', trace: step(steps.length - 1, { state: other }), claim }]),
    ...(steps.length === 0
      ? []
      : [
          { what: 'an action that there is not', trace: step(0, { action: 'None' }), claim },
          { what: 'parameters that there are not', trace: step(0, { params: { none: 0 } }), claim },
        ]),
  ];
}
