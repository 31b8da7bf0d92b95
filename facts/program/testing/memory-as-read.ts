/**
 * The hand-written part memory with what the steps do otherwise: an acquire waits for the stores of the flag, which are atomic, and
 * not for those of slots, which are plain. Only where a section was left open, as 1.24 does, is there one without the other.
 */
import type { System } from '../../../checker/index.ts';
import type { TracerSchema, TracerState } from '../../../model/index.ts';

export function memoryAsRead(system: System<TracerSchema>): System<TracerSchema> {
  const actions = Object.entries(system.actions).map(([name, action]) => {
    const guard = action.guard.map((one) =>
      /^Acquire(Outer|LoadGen)$/.test(name) && one.name === 'drained'
        ? { ...one, holds: isFlagDrained }
        : one,
    );
    return [name, { ...action, guard }] as const;
  });
  return { ...system, actions: Object.fromEntries(actions) };
}

/** Entries 1 and 2 of a store buffer are those of the flag. */
function isFlagDrained(s: TracerState, params: Readonly<Record<string, unknown>>): boolean {
  const { stores } = s.m.at(Number(params['m'])).memory;
  return stores.every((entry) => entry === 0 || entry > 2);
}
