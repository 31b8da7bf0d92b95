/**
 * A random system whose claims about states are made into claims about runs, for the tests of liveness on states of more than one field.
 * What `sometimes` reaches has to be reached in every run. What an invariant says has to be true again and again, or for ever from some
 * point on, or after its antecedent. The default export is what worker threads import.
 */
import type { RecordField } from '../language/schema.ts';
import type { Liveness, System } from '../language/system.ts';
import randomSystem from './random-system.ts';

export interface Lively extends System {
  readonly properties: Readonly<Record<string, Liveness<RecordField>>>;
}

export default function livelySystem(tape: readonly number[]): Lively {
  const { actions, properties, ...rest } = randomSystem(tape);
  const claims = Object.entries(properties).flatMap(
    ([name, property]): (readonly [string, Liveness<RecordField>])[] => {
      if (property.kind === 'sometimes') return [[name, { kind: 'eventually', reached: property.reached }]];
      if (property.kind !== 'always') return [];
      const { when: from, holds: to } = property;
      const not: typeof to = (state) => !to(state);
      return from === undefined
        ? [
            [name, { kind: 'alwaysEventually', reached: not }],
            [`${name}Lasts`, { kind: 'eventuallyAlways', holds: to }],
          ]
        : [[name, { kind: 'leadsTo', from, to: not }]];
    },
  );
  return { ...rest, actions, properties: Object.fromEntries(claims) };
}
