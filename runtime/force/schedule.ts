/**
 * From a counterexample to a schedule: the steps that others see, in the order in which the real threads must take them. What is local to an M
 * follows from them, a stack growth excepted, which is asked for as soon as the step before it is done.
 */
import type { Trace } from '../../checker/index.ts';
import type { RecordKind } from '../log/records.ts';
import { whyNot } from './reasons.ts';

/** An M by its number, or one of the two other threads. */
export type Role = number | 'advancer' | 'reader';

export interface ScheduledStep {
  readonly role: Role;
  readonly kind: RecordKind;
  /** The model's step, as in `StackGrowth` or `AdvanceStoreGen`. */
  readonly action: string;
  /** The section is inside that of a growth. */
  readonly nested: boolean;
  /** The M's stack is to be moved once this step is done. */
  readonly grows: boolean;
  /** The M must have no buffer here. */
  readonly empty: boolean;
  /** The step of the same M at which its outer section began; for the reader, the M whose buffer it takes. */
  readonly section: number;
}

/** A counterexample of which some step cannot be forced; the message names the first one, and why. */
export class ScheduleError extends Error {
  override name = 'ScheduleError';
  /** The step, from 1, its action, and why no thread can be made to take it; of the whole trace where there is no step to name. */
  readonly at: { readonly step: number; readonly action: string } | null;
  readonly why: string;

  constructor(at: ScheduleError['at'], why: string) {
    super(at === null ? why : `step ${at.step}, ${at.action}: ${why}`);
    this.at = at;
    this.why = why;
  }
}

type Steps = Trace['steps'];

/** What an action is as a record. `null` for a step that is local, or whose record says no more than others. */
const kindOf: Readonly<Record<string, RecordKind | null>> = {
  AcquireOuter: null,
  AcquireFlagDown: null,
  AcquireNested: null,
  AcquireSetFlag: 'acquireFlag',
  AcquireLoadGen: 'acquireGen',
  AcquireReentrant: 'acquireNested',
  AcquireReload: null,
  StackGrowth: null,
  Writer: 'writer',
  EventEnsure: null,
  Refill: 'refill',
  EventFirstUnit: 'event',
  EventSecondUnit: null,
  End: 'end',
  Release: 'release',
  AdvanceStoreGen: 'advanceGen',
  ReaderTake: 'readerTake',
};

/**
 * The schedule of a counterexample of the core. The start of the trace is the program's own and is left out. Throws a ScheduleError for a
 * trace with a step at which no real thread can be made to wait, and for one without an end.
 */
export function scheduleOf({ steps, loop }: Pick<Trace, 'steps' | 'loop'>): ScheduledStep[] {
  const schedule: ScheduledStep[] = [];
  const sections = new Map<number, number>();
  steps.forEach(({ action, params }, index) => {
    if (action === 'StartEnable' || action === 'StartPublish') {
      if (schedule.length > 0)
        throw new ScheduleError({ step: index + 1, action }, 'a second trace cannot be forced');
      return;
    }
    const m = Number(params['m']);
    if (action === 'StackGrowth') {
      const last = schedule.findLastIndex(({ role }) => role === m);
      const before = schedule[last];
      if (before === undefined)
        throw new ScheduleError({ step: index + 1, action }, 'no step of the M is before it');
      schedule[last] = { ...before, grows: true };
      return;
    }
    const nested = params['depth'] === 1;
    const kind = kindAt(steps, index, nested);
    if (kind === undefined) throw new ScheduleError({ step: index + 1, action }, whyNot(action));
    if (kind === null) return;
    const at = schedule.length;
    if (kind === 'acquireFlag') sections.set(m, at);
    const role = action === 'AdvanceStoreGen' ? 'advancer' : action === 'ReaderTake' ? 'reader' : m;
    schedule.push({
      role,
      kind,
      action,
      nested,
      grows: false,
      empty: kind === 'noRoom' && hasNone(steps, index),
      section: role === 'reader' ? m : (sections.get(m) ?? at),
    });
  });
  if (loop !== undefined)
    throw new ScheduleError(null, 'the run goes on for ever, and a schedule has an end');
  if (schedule.length === 0) throw new ScheduleError(null, 'no step of it is for a thread to take');
  return schedule;
}

/** Whether a schedule can be made of it. */
export function canBeForced(trace: Pick<Trace, 'steps' | 'loop'>): boolean {
  try {
    scheduleOf(trace);
    return true;
  } catch (error) {
    if (error instanceof ScheduleError) return false;
    throw error;
  }
}

function kindAt(steps: Steps, index: number, nested: boolean): RecordKind | null | undefined {
  const step = steps[index];
  if (step === undefined || !Object.hasOwn(kindOf, step.action)) return undefined;
  const { action, params } = step;
  if (action === 'Release' && nested) return 'releaseNested';
  // ensure() that finds room has no record of its own: event() follows.
  if (action === 'EventEnsure') return refills(steps, index) ? 'noRoom' : null;
  // 1.24 loads the generation as it answers: the record stands for both steps, and the load is what others see.
  if (action === 'AcquireReentrant' && reloads(steps, index)) return null;
  if (action === 'AcquireReload') return params['depth'] === 1 ? 'acquireNested' : undefined;
  return kindOf[action];
}

/** The next step of the same section. */
function nextOf(steps: Steps, index: number): string | undefined {
  const { params } = steps[index] ?? {};
  return steps.find(
    (step, at) =>
      at > index && step.params['m'] === params?.['m'] && step.params['depth'] === params?.['depth'],
  )?.action;
}

const refills = (steps: Steps, index: number): boolean => nextOf(steps, index) === 'Refill';

const reloads = (steps: Steps, index: number): boolean => nextOf(steps, index) === 'AcquireReload';

/** Whether the writer of that section got nil. */
function hasNone(steps: Steps, index: number): boolean {
  const step = steps[index];
  const stack = (step?.state as { m?: { stack?: { traceBuf?: number }[] }[] } | undefined)?.m?.[
    Number(step?.params['m'])
  ]?.stack;
  return stack?.[Number(step?.params['depth'])]?.traceBuf === 0;
}

/** Whether a growth of the schedule lies between writer() and end(), where //go:nosplit prevents it. */
export const isCuredByNosplit = (schedule: readonly ScheduledStep[]): boolean =>
  schedule.some(({ grows, kind }) => grows && ['writer', 'noRoom', 'refill', 'event'].includes(kind));
