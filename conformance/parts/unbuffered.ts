/**
 * What the parts about statuses have in common: writing an event is one step, an M that comes out of an acquire without a section goes
 * on with what it came for, and one goroutine advances or stops.
 */
import type { M, Offer, RuntimeOptions, Steps } from '../../reference/index.ts';
import type { ValueType } from '../../model/index.ts';
import { coreChoices } from '../names.ts';
import type { Choices } from '../names.ts';
import type { Run } from '../run/run.ts';
import { resting } from '../stops.ts';

/** The end of what StartTrace writes, in the schedulers of these runs. */
export const startsTheWorld = 'startTheWorldWithSema';

const isFlagUp = ({ rt: { design }, trace }: M): boolean =>
  design.lock === 'seqlock' ? trace.seqlock % 2 === 1 : trace.writing;

/** Who sees tracing off goes on; and the reader takes what any thread has written. */
export const unbufferedOptions = (run: Run): Partial<RuntimeOptions> => ({
  waitsForTracing: false,
  anyOrder: () => run.rt.threads,
});

/** Whether Ms may begin something: before tracing has begun for the first time nothing of it matters. */
export function mayBegin({ rt: { trace }, bounds }: Run): boolean {
  if (!bounds.stop) return trace.gen !== 0;
  const isStarting = trace.enabled && trace.gen === 0 && !trace.shutdown;
  return !isStarting && trace.gen + trace.lastNonZeroGen !== 0;
}

/** Takes what the caller of a function asks for, in one step, up to a step of that name or the function's return. */
export function* atOnce(mp: M, until: string, code: Steps<void>): Steps<void> {
  mp.until = until;
  yield* code;
  mp.until = '';
}

/** What steps choose, and which of them programs lack. */
export const schedulerChoices: Choices = {
  ...coreChoices,
  'traceAdvance(false)': 'advance',
  'traceAdvance(true)': 'stop',
  'traceAdvance: trace.gen': () => undefined,
  'traceAdvance: trace.gen = 0': () => undefined,
  // Nobody asks who wrote what the reader takes.
  'readTrace0: trace.full': null,
};

/** Steps to stop before. */
export const schedulerStops: readonly string[] = [
  'traceLocker.eventWriter',
  'traceEventWriter.event: arguments',
  'traceSchedResourceState.acquireStatus',
  'traceAdvance: traceReadCPU',
  'traceAdvance: statusWasTraced',
];

/**
 * An M's look at trace.enabled is one with its look at the flag, its look at a status with the swap of it, and traceAdvance's look at a
 * flag with what follows: there are no buffers.
 */
export const areJoined = ({ step, depth, mp }: Offer, next: Offer): boolean =>
  // A release that leaves a flag up, which an older section has left, is nothing that others see.
  (step === 'traceRelease' && next.step === 'gdestroy: casgstatus' && isFlagUp(mp)) ||
  (step === 'traceEnabled: true' && depth === 0 && joinedWithLook.has(next.step)) ||
  (step.startsWith('traceAdvance(') && next.step === 'forEachGRace: readyNextGen') ||
  (step === 'traceLocker.eventWriter' && next.step === 'traceSchedResourceState.acquireStatus') ||
  // The first look at what was noted of goroutines, or where nothing was, the end.
  step === 'traceAdvance: traceReadCPU' ||
  (step === 'traceAdvance: mp.trace.writing' && next.step === 'traceAdvance: mp.trace.buf');

const joinedWithLook = new Set(['traceAcquireEnabled: acquirem', 'traceAcquireEnabled: mp.trace.reentered']);

/** An event is written in one step, and so are those of StartTrace and traceAdvance. */
export const throughOfSteps = ({ step }: Offer): string | undefined => throughSteps[step];

const throughSteps: Readonly<Record<string, string>> = {
  'traceLocker.writer': 'traceWriter.end',
  'traceEventWriter.event: arguments': 'traceWriter.end',
  'StartTrace: trace.gen': startsTheWorld,
  'traceAdvance: trace.gen': 'traceRelease',
};

/** Who calls traceAdvance at any time, to advance or to stop. */
export function* calls(run: Run, mp: M): Steps<void> {
  const { beforeBump, choose, fromBump } = run.reference;
  const { trace } = run.rt;
  const isEnabled = (): boolean => trace.gen !== 0 && !trace.advancing;
  const advance: Offer = { mp, step: 'traceAdvance(false)', m: mp.id, depth: 0, isEnabled };
  const stop: Offer = { ...advance, step: 'traceAdvance(true)' };
  const taken = yield* choose(mp, [advance, stop]);
  // It takes traceAdvanceSema.
  mp.quantum = 1;
  yield* beforeBump(mp, taken === stop);
  mp.quantum = 0;
  yield* fromBump(mp, taken === stop);
}

/** Where StartTrace and traceAdvance are; a stop has places of its own. */
export function schedulerCallerStop({ advancers }: Run, stops: boolean): string {
  const at = advancers.map(({ offers }) => offers[0]?.step ?? resting).find((step) => !atRest.has(step));
  return at === undefined ? resting : `${stops && !at.startsWith('StartTrace') ? 'stop, ' : ''}${at}`;
}

const atRest = new Set(['StartTrace: trace.enabled', 'traceAdvance(false)', resting]);

export function schedulerCallerLocal(run: Run, _: number, type: ValueType): number | undefined {
  const [starter, caller] = run.advancers;
  if (type === 'gen')
    return starter?.offers[0]?.step === 'StartTrace: trace.gen'
      ? run.rt.trace.readerGen
      : (caller?.advance?.gen ?? run.rt.trace.gen);
  if (type !== 'ms') return undefined;
  return run.ms.reduce((bits, mp) => bits | (caller?.advance?.toFlush.has(mp) === true ? 1 << mp.id : 0), 0);
}
