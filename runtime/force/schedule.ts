/**
 * From a counterexample to a schedule: the steps that others see, in the order in which the real threads must take them. What is local to an M
 * follows from them, a stack growth excepted, which is asked for as soon as the step before it is done.
 */
import type { Trace } from '../../checker/index.ts';
import { waitsInside } from './operations.ts';
import type { Role, ScheduledStep, StepKind } from './step.ts';
import { whyNot } from './reasons.ts';

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

/**
 * What an action is as a record, or as a step about Ps. `null` for a step that is local, or whose record says no more than others; the reader
 * goes on by itself. What a section about Ps writes, and what it notes of its P, is local to who has the P.
 */
const kindOf: Readonly<Record<string, StepKind | null>> = {
  AcquireOuter: null,
  AcquireFlagDown: null,
  AcquireDisabled: null,
  AcquireNested: null,
  AcquireSetFlag: 'acquireFlag',
  AcquireLoadGen: 'acquireGen',
  AcquireUndo: 'acquireUndo',
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
  StopStoreGen: 'stopGen',
  StopClearEnabled: 'stopEnabled',
  AdvanceSnapshot: 'snapshot',
  AdvanceReadFlag: 'flagSeen',
  AdvanceFlush: 'advanceFlush',
  AdvanceFlushedGen: 'flushedGen',
  AdvanceDone: 'advanceDone',
  ReaderTake: 'readerTake',
  ReaderNextGen: null,
  ReaderStop: null,
  AcquireP: 'acquireP',
  ReleaseP: 'releaseP',
  AcquireOff: 'acquireOff',
  PIdle: 'idleP',
  ProcResize: 'resizePs',
  AdvanceReadyDeadPs: 'readyDeadPs',
  AdvanceForEachP: 'forEachP',
  EnterSyscall: 'enterSyscall',
  LeaveP: 'leaveP',
  ExitSyscall: 'exitSyscall',
  Retake: 'retake',
  StealP: 'stealP',
  AcquireStatus: null,
  WriteStatus: null,
  WriteEvent: null,
};

const twoPs = 'threads are kept from one P, the last one';

/** The start of a trace as a record; that of the first one is the program's own. */
const startKinds: Readonly<Record<string, StepKind>> = {
  StartEnable: 'startEnable',
  StartPublish: 'startPublish',
};

/**
 * The schedule of a counterexample of the core. The start of the trace is the program's own and is left out. Throws a ScheduleError for a
 * trace with a step at which no real thread can be made to wait, and for one without an end.
 */
export function scheduleOf({ steps, loop }: Pick<Trace, 'steps' | 'loop'>): ScheduledStep[] {
  const schedule: ScheduledStep[] = [];
  const sections = new Map<number, number>();
  /** The step of each, from 1. */
  const places: number[] = [];
  /** The M that an advance looks at. */
  let seen = 0;
  steps.forEach(({ action, params }, index) => {
    if (Number(params['p'] ?? 1) !== 1) throw new ScheduleError({ step: index + 1, action }, twoPs);
    const starts = startKinds[action];
    if (starts !== undefined && schedule.length === 0) return;
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
    const kind = starts ?? kindAt(steps, index, nested);
    if (kind === undefined) throw new ScheduleError({ step: index + 1, action }, whyNot(action));
    if (kind === null) return;
    const at = schedule.length;
    if (kind === 'acquireFlag') sections.set(m, at);
    const role = roleOf(action, m);
    if (kind === 'flagSeen') seen = m;
    // An M that takes no step of its own is any of those that have no role.
    if ((kind === 'flagSeen' || kind === 'advanceFlush') && !isKnown(steps, index, seen)) return;
    places.push(index + 1);
    schedule.push({
      role,
      kind,
      action,
      nested,
      grows: false,
      empty: kind === 'noRoom' && hasNone(steps, index),
      skewed: action === 'AcquireReload' && loadsAnother(steps, index),
      section: role === 'reader' ? m : role === 'advancer' ? seen : (sections.get(m) ?? at),
    });
  });
  if (loop !== undefined)
    throw new ScheduleError(null, 'the run goes on for ever, and a schedule has an end');
  if (schedule.length === 0) throw new ScheduleError(null, 'no step of it is for a thread to take');
  return withoutFresh(schedule, places);
}

/**
 * Where an advance or a stop waits before its store, the M has written, and has a buffer: a refill that is local to it is left out. Throws
 * a ScheduleError where it is not.
 */
function withoutFresh(schedule: readonly ScheduledStep[], places: readonly number[]): ScheduledStep[] {
  const left = new Set<number>();
  for (const [at, { empty, nested, grows, section, action, role }] of schedule.entries()) {
    if (!empty || nested || waitsInside(schedule, section) === undefined) continue;
    if (grows)
      throw new ScheduleError(
        { step: places[at] ?? 0, action },
        'an advance or a stop that waits before its store has had every M write, so that the M has a buffer',
      );
    left.add(at);
    left.add(schedule.findIndex((step, index) => index > at && step.role === role && step.kind === 'refill'));
  }
  const kept = (index: number): number => index - [...left].filter((at) => at < index).length;
  return schedule.flatMap((step, at) =>
    left.has(at) ? [] : [typeof step.role === 'number' ? { ...step, section: kept(step.section) } : step],
  );
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

/** Actions by which a thread becomes an M of the schedule: it comes to have a P, or looks at one. */
const binding: readonly string[] = ['AcquireP', 'Retake'];

/** Whether it is known at that step which thread the M is: it takes steps of its own, and where it first needs a P, it has had one. */
function isKnown(steps: Steps, index: number, m: number): boolean {
  const first = steps.findIndex(
    ({ action, params }) => Number(params['m']) === m && typeof roleOf(action, 0) === 'number',
  );
  return first !== -1 && (first < index || !binding.includes(steps[first]?.action ?? ''));
}

function roleOf(action: string, m: number): Role {
  if (/^(?:Advance|Stop|Start)/.test(action)) return 'advancer';
  if (action === 'ProcResize') return 'GOMAXPROCS';
  return action.startsWith('Reader') ? 'reader' : m;
}

function kindAt(steps: Steps, index: number, nested: boolean): StepKind | null | undefined {
  const step = steps[index];
  if (step === undefined || !Object.hasOwn(kindOf, step.action)) return undefined;
  const { action, params } = step;
  if (action === 'Release') return nested || isCounted(steps, index) ? 'releaseNested' : 'release';
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

/** What the steps' states say of an M. */
interface SeenM {
  readonly reentered?: number;
  readonly stack?: readonly { readonly traceBuf?: number; readonly gen?: number }[];
}

/** The M of a step, after the step or, with `before`, before it. */
function mOf(steps: Steps, index: number, before = 0): SeenM | undefined {
  const { m } = (steps[index - before]?.state ?? {}) as { readonly m?: readonly SeenM[] };
  return m?.[Number(steps[index]?.params['m'])];
}

/** Whether the writer of that section got nil. */
const hasNone = (steps: Steps, index: number): boolean =>
  mOf(steps, index)?.stack?.[Number(steps[index]?.params['depth'])]?.traceBuf === 0;

/** Whether the generation is no longer that of the M's outer section. */
function loadsAnother(steps: Steps, index: number): boolean {
  const { trace } = (steps[index]?.state ?? {}) as { readonly trace?: { readonly gen?: number } };
  return trace?.gen !== mOf(steps, index)?.stack?.[0]?.gen;
}

/** Whether a section that is over has left what it counted, so that this release takes it for its own. */
const isCounted = (steps: Steps, index: number): boolean => (mOf(steps, index, 1)?.reentered ?? 0) > 0;
