import type { Invariant } from '../induction/induction.ts';
import type { RecordField } from '../language/schema.ts';
import type { System } from '../language/system.ts';

/** Conjuncts that have to do with the system: its properties, and what its guards ask. */
export function conjunctsOf(system: System, count: number): Invariant<RecordField> {
  const ofProperties = Object.values(system.properties).flatMap((property) =>
    property.kind === 'always' ? [property.holds] : [],
  );
  const ofGuards = Object.values(system.actions).flatMap(({ guard, params }) => {
    const first = Object.fromEntries(Object.entries(params).map(([name, values]) => [name, values[0] ?? 0]));
    return guard.map(
      ({ holds }) =>
        (state: Parameters<typeof holds>[0]): boolean =>
          holds(state, first),
    );
  });
  const chosen = [...ofProperties, ...ofGuards].slice(0, count);
  return Object.fromEntries(chosen.map((holds, index) => [`c${index}`, holds]));
}
