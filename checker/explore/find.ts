/** Searches from a state of a run on: the nearest state in which something is true, or the nearest violation. */
import { check } from '../check/check.ts';
import type { BoundOptions } from '../check/options.ts';
import type { Progress } from '../check/report.ts';
import type { Plain, RecordField, View } from '../language/schema.ts';
import { SystemError } from '../language/system-error.ts';
import type { Property, StepView, System } from '../language/system.ts';
import type { FindProgress, Found, Goal } from './answer.ts';
import { isSafety } from './properties.ts';

/** What a search from a state of a run may cost at most, and what ends it. */
export interface FindOptions extends BoundOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: FindProgress) => void;
}

/** What a search found, with the steps to it from where it began. */
type Searched =
  | Exclude<Found, { readonly kind: 'found' }>
  | (Omit<Extract<Found, { readonly kind: 'found' }>, 'node' | 'steps'> & {
      readonly steps: readonly StepView[];
    });

const GOAL = 'goal';

/** Searches breadth-first from one state; `reached` says of a state whether it is the goal, null where a violation is. */
export async function searchFrom<S extends RecordField>(
  system: System<S>,
  state: Plain<S>,
  { goal, reached }: { readonly goal: Goal; readonly reached: ((state: View<S>) => boolean) | null },
  { onProgress, ...options }: FindOptions,
): Promise<Searched> {
  const properties: Readonly<Record<string, Property<S>>> =
    reached === null
      ? violable(system, goal)
      : { [GOAL]: { kind: 'always', holds: (view) => !reached(view) } };
  const report = await check(
    { ...system, initial: [state], properties },
    {
      ...options,
      ...(onProgress && {
        onProgress: ({ distinct, depth }: Progress) => {
          onProgress({ states: distinct, depth });
        },
      }),
    },
  );
  const { distinct: states, limit } = report;
  // The report counts the states on the way, not the steps.
  const depth = Math.max(0, report.diameter - 1);
  const [violation] = report.violations;
  if (violation?.trace) {
    const { trace, property } = violation;
    return { kind: 'found', steps: trace.steps, states, property: property === GOAL ? null : property };
  }
  if (limit === 'interrupt') return { kind: 'cancelled', depth, states };
  // No search without symmetry ends for it.
  if (limit === null || limit === 'symmetry') return { kind: 'none', depth, states };
  // These two may end a search within its last level.
  const isCut = limit === 'memory' || limit === 'time';
  return { kind: 'none up to', depth: isCut ? Math.max(0, depth - 1) : depth, states, limit };
}

/** The properties whose violation is looked for. */
function violable<S extends RecordField>(
  { name, properties }: System<S>,
  goal: Goal,
): Readonly<Record<string, Property<S>>> {
  const safe = Object.entries(properties).filter(([, property]) => isSafety(property));
  if (goal.kind !== 'violation' || goal.property === undefined) return Object.fromEntries(safe);
  const one = safe.find(([known]) => known === goal.property);
  if (one === undefined)
    throw new SystemError(
      `${name} has no property ${goal.property} that a state or a step violates; it has ${safe.map(([known]) => known).join(', ')}`,
      { code: 'options' },
    );
  return Object.fromEntries([one]);
}
