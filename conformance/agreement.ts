/** The question of a test that is kept: do model and reference agree along these steps? */
import { boundsOf } from './comparable.ts';
import { Lockstep } from './lockstep.ts';
import { likeSteps } from './run/instances.ts';
import type { Reference } from './run/run.ts';

/** What is compared, and where. */
export interface Compared {
  /** The `reference` of `nosplit/reference`, or a mutant of it. */
  readonly reference: Reference;
  /** The name of a design that model and reference have. */
  readonly design: string;
  /** Whether it is built with debugTraceReentrancy. */
  readonly debug: boolean;
  /** The name of bounds: `tiny`, `small`, or `free`, which are too large to be searched. */
  readonly bounds: string;
}

/**
 * Takes steps (`traceAcquireEnabled:225:1`: an action, then its parameters) in both, and compares their states and what they offer next after
 * each. Null where they agree to the last step, or until a state is damaged, from which on they need not; else a line that tells
 * after which step they differ, and in what. A step that neither offers is told, too: then the schedule is one of another model.
 * Throws a RangeError for a design or bounds that do not exist, or in which the two are not compared.
 */
export function disagreementAlong(
  { bounds: name, ...subject }: Compared,
  schedule: readonly string[],
): string | null {
  const lockstep = new Lockstep({ ...subject, bounds: boundsOf(name) });
  let found = lockstep.compare();
  for (const text of schedule) {
    if (found !== null || lockstep.isOver) break;
    const instance = lockstep.instances.named(text);
    if (instance === -1)
      return `${text} is no step of design ${subject.design} at ${name}; ${likeSteps(text)}`;
    if (!lockstep.open.includes(instance))
      return `after ${lockstep.schedule.length} steps neither model nor reference offers ${text}`;
    found = lockstep.take(instance);
  }
  return found === null ? null : `after ${lockstep.schedule.length} steps ${found.text}`;
}
