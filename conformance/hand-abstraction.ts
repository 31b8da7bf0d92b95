/**
 * The abstraction, in the parts whose actions are written by hand: from a state of the reference, with its threads in the middle of their
 * code, to the state of the model that it stands for. An event is one step there, so nothing stands in buffers, and no stack grows.
 */
import type { Draft } from '../checker/index.ts';
import type { M, TraceLocker } from '../reference/index.ts';
import type { TracerSchema } from '../model/index.ts';
import { depthOf } from './run/run.ts';
import type { Run } from './run/run.ts';

type NextState = Draft<TracerSchema>;
type NextM = Draft<TracerSchema['fields']['m']['of']>;
type Phase = ReturnType<NextM['stack']['at']>['phase'];
type AdvancerPhase = NextState['advancer']['phase'];

/** The most that the model counts of `locks` and `reentered`. */
const countMax = 3;

/**
 * Writes the abstraction of a run's state into a model state, every field of it. False where the state is beyond what the model
 * counts (`locks`, `reentered`): then the two can no longer be compared.
 */
export function abstraction(run: Run, next: NextState): boolean {
  const { trace } = run.rt;
  const core = next.trace;
  core.gen = trace.gen;
  core.enabled = trace.enabled;
  core.shutdown = trace.shutdown;
  core.lastNonZeroGen = trace.lastNonZeroGen;
  core.flushedGen = trace.flushedGen;
  // Go leaves it as it is when nobody reads any longer.
  core.readerGen = isReading(run) ? trace.readerGen : 0;
  core.doneSema.set(0, trace.doneSema[0]);
  core.doneSema.set(1, trace.doneSema[1]);
  abstractAdvancer(run, next);
  let isCounted = true;
  for (let m = 0; m < run.ms.length; m++) {
    const mp = run.ms[m];
    if (mp === undefined) continue;
    abstractM(run, mp, next.m.at(m));
    isCounted &&= mp.locks <= countMax && mp.trace.reentered <= countMax;
  }
  run.part?.abstraction?.(run, next);
  return isCounted;
}

/** Whether ReadTrace has been called since tracing began, and has not answered that all is read. */
const isReading = ({ reader }: Run): boolean => reader.offers[0]?.step !== 'ReadTrace';

/** By the step that the advancing thread stands before. */
const advancerPhases: Readonly<Record<string, AdvancerPhase>> = {
  'StartTrace: trace.gen': 'publish',
  'traceAdvance: trace.enabled': 'clearEnabled',
  'traceAdvance: sched.lock': 'snapshot',
  'traceAdvance: mp.trace.writing': 'scan',
  'traceAdvance: traceReadCPU': 'scan',
  'traceAdvance: trace.flushedGen': 'scan',
  'traceAdvance: mp.trace.buf': 'flush',
  'traceAdvance: trace.doneSema': 'waitDone',
};

function abstractAdvancer(run: Run, { advancer }: NextState): void {
  let phase: AdvancerPhase = 'idle';
  let advance: M['advance'] = null;
  for (const mp of run.advancers) {
    // What else an advance does comes after flushedGen, or before its own generation is over.
    const at = advancerPhases[mp.offers[0]?.step ?? ''] ?? (mp.advance === null ? undefined : 'waitDone');
    if (at === undefined) continue;
    phase = at;
    advance = mp.advance;
  }
  advancer.phase = phase;
  advancer.gen = advance?.gen ?? 0;
  advancer.m = advance?.target?.id ?? 0;
  for (let m = 0; m < run.ms.length; m++) {
    const mp = run.ms[m];
    advancer.toFlush.set(m, advance !== null && mp !== undefined && advance.toFlush.has(mp));
  }
}

/** By the step that a section's code stands before. */
const phases: Readonly<Record<string, Phase>> = {
  'traceEnabled: true': 'enabled',
  'traceEnabled: false': 'enabled',
  'traceAcquireEnabled: acquirem': 'enabled',
  'traceAcquireEnabled: mp.trace.writing': 'setFlag',
  'traceAcquireEnabled: trace.gen': 'loadGen',
  'traceAcquireEnabled: mp.trace.writing = false': 'undo',
  'traceSchedResourceState.acquireStatus': 'section',
  'traceEventWriter.event': 'section',
  'retake: pp.status': 'section',
  'syscallingThread.releaseP: pp.status': 'section',
  'traceLocker.writer': 'section',
  traceRelease: 'release',
};

const phaseOf = (locker: TraceLocker | undefined): Phase =>
  locker === undefined ? 'out' : (phases[locker.at] ?? 'out');

/** The section has not loaded a generation yet, or will not write. */
const opening: ReadonlySet<Phase> = new Set(['out', 'enabled', 'setFlag', 'loadGen', 'undo']);

function abstractM(run: Run, mp: M, next: NextM): void {
  const { id } = mp;
  const locker = mp.lockers.find((_, index) => depthOf(mp, index) === 0);
  const phase = phaseOf(locker);
  const isWriting = run.reference.isWriting(mp);
  next.writing = isWriting;
  next.reentered = Math.min(mp.trace.reentered, countMax);
  // Written by the acquire that raises the flag, after it has loaded gen, and read only while its section goes on: what it was
  // before means nothing.
  const isDead = !isWriting || opening.has(phase);
  next.entryGen = isDead ? 0 : mp.trace.entryGen;
  next.locks = Math.max(0, Math.min(mp.locks, countMax));
  next.throwsplit = mp.curg?.throwsplit === true;
  next.oldthrowsplit = mp.trace.oldthrowsplit;
  const section = next.stack.at(0);
  section.phase = mp.thrown === '' ? phase : 'thrown';
  section.gen = locker?.gen ?? 0;
  next.sections = run.sections[id] ?? 0;
}
