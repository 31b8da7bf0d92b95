/** Which of the kept counterexamples of the released designs real threads can be made to follow: decided without a Go, by their schedules. */
import type { Trace } from '../../checker/index.ts';
import { replay } from '../../checker/index.ts';
import { boundsByName, designNamed, designs } from '../../model/index.ts';
import type { ScheduledStep } from '../../runtime/index.ts';
import { ScheduleError, hasHooks, noHooks, scheduleOf } from '../../runtime/index.ts';
import { UsageError } from '../errors.ts';
import { readExpectations } from '../matrix/expectations.ts';
import { noSuch } from '../nearest.ts';
import { isReleased, selectDesign } from '../selection/tracer.ts';

/** The shortest counterexample of a design to a property in some bounds. */
export interface Plan {
  readonly design: string;
  readonly property: string;
  readonly config: string;
  readonly trace: Trace;
  /** Null where a step is in the way. */
  readonly schedule: readonly ScheduledStep[] | null;
  /** That step, or why there is none: the first one is named. */
  readonly obstacle: ScheduleError | null;
}

/**
 * All counterexamples that the expectations keep, of released designs, in the order in which those have them. Throws a UsageError for bounds
 * and designs that do not exist, and a SystemError for a kept trace that the model no longer has.
 */
export function plansOf(config: string | undefined, design: string | undefined, cwd: string): Plan[] {
  const known = Object.keys(designs).filter(isReleased);
  if (design !== undefined && !known.includes(design))
    throw new UsageError(noSuch(`--design ${design}: no such release`, design, known));
  if (config !== undefined && !Object.hasOwn(boundsByName, config))
    throw new UsageError(noSuch(`no config is called ${config}`, config, Object.keys(boundsByName)));
  const plans: Plan[] = [];
  for (const [bounds, variants] of Object.entries(readExpectations(undefined, cwd))) {
    if (config !== undefined && bounds !== config) continue;
    for (const [variant, { violated }] of Object.entries(variants)) {
      if (!known.includes(variant) || (design !== undefined && variant !== design)) continue;
      const { system } = selectDesign(variant, bounds);
      for (const [property, { trace: id }] of Object.entries(violated)) {
        if (id === null) continue;
        const trace = replay(system, id);
        plans.push({ design: variant, property, config: bounds, trace, ...planned(variant, trace) });
      }
    }
  }
  return plans;
}

function planned(design: string, trace: Trace): Pick<Plan, 'schedule' | 'obstacle'> {
  if (!hasHooks(designNamed(design))) return { schedule: null, obstacle: new ScheduleError(null, noHooks) };
  try {
    return { schedule: scheduleOf(trace), obstacle: null };
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error;
    return { schedule: null, obstacle: error };
  }
}

/** Of each design and property the shortest one that can be forced, or else the shortest. */
export function shortestReal(plans: readonly Plan[]): Plan[] {
  const best = new Map<string, Plan>();
  for (const plan of plans) {
    const key = `${plan.design} ${plan.property}`;
    const other = best.get(key);
    if (other === undefined || isBetter(plan, other)) best.set(key, plan);
  }
  return [...best.values()];
}

function isBetter(one: Plan, other: Plan): boolean {
  if ((one.schedule === null) !== (other.schedule === null)) return one.schedule !== null;
  return one.trace.steps.length < other.trace.steps.length;
}
