/** The advances, the stops and the further starts of a schedule: calls that the program makes, and when it makes them. */
import type { ScheduledStep, StepKind } from './step.ts';

export interface Operation {
  readonly does: 'advance' | 'stop' | 'start';
  /** Its first step in the schedule. */
  readonly first: number;
  /**
   * The step that is due when it is called. Before its store an advance waits for every M that runs, so it is called while none of the
   * schedule's is in a section.
   */
  readonly start: number;
}

export function operationsOf(schedule: readonly ScheduledStep[]): Operation[] {
  return schedule.flatMap(({ kind }, first) => {
    const does = operations[kind];
    return does === undefined ? [] : [{ does, first, start: startOf(schedule, first) }];
  });
}

const operations: { readonly [Kind in StepKind]?: Operation['does'] } = {
  advanceGen: 'advance',
  stopGen: 'stop',
  startEnable: 'start',
};

/** The last step before which no M is in a section. */
function startOf(schedule: readonly ScheduledStep[], first: number): number {
  let start = first;
  for (;;) {
    const open = new Map<ScheduledStep['role'], number>();
    for (const [at, { role, kind }] of schedule.slice(0, start).entries()) {
      if (kind === 'acquireFlag') open.set(role, at);
      if (kind === 'release' || kind === 'acquireUndo') open.delete(role);
    }
    if (open.size === 0) return start;
    start = Math.min(...open.values());
  }
}

/** The operation that waits before its store while that section of an M goes on. */
export const waitsInside = (schedule: readonly ScheduledStep[], section: number): Operation | undefined =>
  operationsOf(schedule).find(({ first, start }) => start <= section && section < first);
