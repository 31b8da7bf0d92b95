/**
 * From a counterexample in program steps to a schedule: the places that its threads pass and others see, in the order in which real threads
 * must pass them. A thread waits before the first place of a step, and lets the next one go after the last. What is its own follows from
 * that, but for a growth of its stack, which is asked for as soon as the place before it is passed.
 */
import { operationsOf, waitsInside } from './operations.ts';
import { everyMWrote, hasHooks, noHooks, startsItself } from './reasons.ts';
import type { ProgramRun } from './run.ts';
import { ScheduleError } from './schedule-error.ts';
import type { ScheduledStep } from './step.ts';
import { turnsOf } from './turns-of-run.ts';
import type { Turn } from './turns-of-run.ts';

/** Places by which a thread becomes an M of the schedule: it comes to have a P, or looks at one. */
const binding: readonly string[] = ['acquireP', 'retake'];

/**
 * The schedule of a run. The start of its trace is the program's own and is left out. Throws a ScheduleError for a run with a step at which
 * no real thread can be made to wait, and for one without an end.
 */
export function scheduleOf(run: ProgramRun): ScheduledStep[] {
  if (!hasHooks(run.programs)) throw new ScheduleError(null, noHooks);
  const turns = withRoomFirst(afterStart(turnsOf(run)));
  const schedule: ScheduledStep[] = [];
  const sections = new Map<ScheduledStep['role'], number>();
  /** The step of each, from 1, and its action. */
  const steps: Pick<Turn, 'step' | 'action'>[] = [];
  for (const [index, { kind, role, about, step, action, ...flags }] of turns.entries()) {
    const at = schedule.length;
    if (kind === 'acquireFlag') sections.set(role, at);
    // An M that takes no step of its own is any of those that have no role.
    const isLook = kind === 'flagSeen' || kind === 'advanceFlush';
    if (isLook && !isKnown(turns, index, about)) continue;
    steps.push({ step, action });
    schedule.push({
      ...flags,
      role,
      kind,
      section: about ?? sections.get(role) ?? (typeof role === 'number' ? at : 0),
    });
  }
  if (run.trace.loop !== undefined)
    throw new ScheduleError(null, 'the run goes on for ever, and a schedule has an end');
  if (schedule.length === 0) throw new ScheduleError(null, 'no step of it is for a thread to take');
  return withoutFresh(schedule, steps);
}

/**
 * Whether a buffer has room is its M's own, so that the M sees it as soon as it can. Until then a section may turn out to be another one than
 * that of the schedule, which nobody else may have answered by then.
 */
function withRoomFirst(turns: readonly Turn[]): Turn[] {
  const moved: Turn[] = [];
  for (const turn of turns) {
    const last = moved.findLastIndex(({ role }) => role === turn.role);
    const isOwn = turn.kind === 'noRoom' && !turn.nested && last !== -1;
    moved.splice(isOwn ? last + 1 : moved.length, 0, turn);
  }
  return moved;
}

/** Without the start of the first trace, before which no thread may have done anything. */
function afterStart(turns: readonly Turn[]): readonly Turn[] {
  const begun = turns.findIndex(({ kind }) => kind !== 'startEnable' && kind !== 'startPublish');
  const late = begun === -1 ? undefined : turns.slice(begun).find(({ kind }) => kind.startsWith('start'));
  if (begun < 2 && late !== undefined && late.kind === 'startPublish')
    throw new ScheduleError(late, startsItself);
  return begun === -1 ? [] : turns.slice(begun);
}

/**
 * Where an advance or a stop waits before its store, the M has written, and has a buffer: a refill that is local to it is left out, as it
 * is after the advance, where another event may have come first. Throws a ScheduleError where it is not local.
 */
function withoutFresh(
  schedule: readonly ScheduledStep[],
  steps: readonly Pick<Turn, 'step' | 'action'>[],
): ScheduledStep[] {
  const left = new Set<number>();
  const begun = operationsOf(schedule)[0]?.first ?? schedule.length;
  for (const [at, { empty, nested, grows, section, role }] of schedule.entries()) {
    if (!empty || nested) continue;
    const isInside = waitsInside(schedule, section) !== undefined;
    if (isInside && grows) throw new ScheduleError(steps[at] ?? null, everyMWrote);
    if (!isInside && (grows || begun > section)) continue;
    left.add(at);
    left.add(schedule.findIndex((step, index) => index > at && step.role === role && step.kind === 'refill'));
  }
  const kept = (index: number): number => index - [...left].filter((at) => at < index).length;
  return schedule.flatMap((step, at) =>
    left.has(at) ? [] : [typeof step.role === 'number' ? { ...step, section: kept(step.section) } : step],
  );
}

/** Whether a schedule can be made of it. */
export function canBeForced(run: ProgramRun): boolean {
  try {
    scheduleOf(run);
    return true;
  } catch (error) {
    if (error instanceof ScheduleError) return false;
    throw error;
  }
}

/** Whether it is known at that turn which thread the M is: it has turns of its own, and where it first needs a P, it has had one. */
function isKnown(turns: readonly Turn[], index: number, m: number | null): boolean {
  const first = turns.findIndex(({ role }) => role === m);
  return first !== -1 && (first < index || !binding.includes(turns[first]?.kind ?? ''));
}
