/** What holds of all threads together: locks, claims of the tree, generations, and that what has begun comes to its end. */
import type { Property } from '../../../checker/index.ts';
import { locksTakenBesides } from '../state/callers.ts';
import { queued } from '../state/queues.ts';
import { cutOff } from '../regions/regions.ts';
import type { Regions } from '../regions/regions.ts';
import { faultNumber, fieldOfLock } from '../state/state.ts';
import type { FaultName, ProgramConstants, ProgramSchema } from '../state/state.ts';

type Properties = Readonly<Record<string, Property<ProgramSchema>>>;

export function threadProperties(
  { over, bounds, schema, threads }: ProgramConstants,
  regions: Regions,
): Properties {
  // Those that others take, too, are theirs to wait for, which NoDeadlock reports.
  const ofOthers = new Set(locksTakenBesides('caller', threads).map(fieldOfLock));
  const callersOwn = Object.keys(schema.fields.locks.fields).filter((lock) => !ofOthers.has(lock));
  const never = (fault: FaultName, about: { source: string; otherwise: string }): Property<ProgramSchema> => {
    const number = faultNumber(fault);
    return over.always({ holds: (s) => s.fault !== number, ...about });
  };
  const isCut = cutOff(regions);
  const interrupts = threads.signal !== undefined;
  return {
    NoDroppedEvent: never('dropped', {
      source: 'runtime/trace.go, trace.enabled',
      otherwise: 'an event that happened while tracing was on is not in the execution trace',
    }),
    LockDiscipline: never('unlocked', {
      source: 'runtime/trace.go, trace.lock',
      otherwise: 'another thread is at the same place; what the model takes for one step is none',
    }),
    ClaimsHold: never('throws', {
      source: 'runtime/trace.go, traceAdvance',
      otherwise: 'the runtime throws, or dereferences nil',
    }),
    LoopsEnd: never('endless', {
      source: 'runtime/trace.go, traceAdvance',
      otherwise: 'the thread goes round for ever, and nobody else can end it',
    }),
    GenerationsNeverRepeat: never('repeats', {
      source: 'runtime/trace.go, trace.lastNonZeroGen',
      otherwise: 'arrays by gen%2 and gen%3 are used again before they are ready',
    }),
    GenerationsFollow: never('skips', {
      source: 'runtime/trace.go, traceNextGen',
      otherwise:
        'arrays by gen%2 and gen%3 are used out of turn, and the parser reports generations out of order',
    }),
    CountsFit: never('counts', {
      source: 'runtime/traceruntime.go, mTraceState.reentered',
      otherwise: 'a count wraps around below 0, or goes beyond every nesting of these bounds',
    }),
    EnabledWhileTracing: over.always({
      when: (s) => s.trace.gen !== 0,
      holds: (s) => s.trace.gen === 0 || s.trace.enabled,
      source: 'runtime/trace.go, trace.enabled',
      otherwise: 'an acquire turns away though tracing is on, and its event is not in the execution trace',
    }),
    FullQueueEmptyWhenDone: over.always({
      when: (s) => {
        for (let slot = 0; slot < s.caller.length; slot++) {
          const caller = s.caller.at(slot);
          if (regions.waiting(caller.at) && s.trace.doneSema.at(regions.ended(caller) % 2)) return true;
        }
        return false;
      },
      holds: (s) =>
        s.caller.every((caller) => {
          const parity = regions.ended(caller) % 2;
          if (!regions.waiting(caller.at) || !s.trace.doneSema.at(parity)) return true;
          const { shutdown } = s.trace;
          return s.m.every(
            (m) => m.full.at(parity).at(0) === 0 && (!shutdown || m.full.at(1 - parity).at(0) === 0),
          );
        }),
      source: 'runtime/trace.go, traceAdvance',
      otherwise: 'traceAdvance throws "trace: non-empty full trace buffer"',
    }),
    // A caller that has to wait before its call's first step waits unseen.
    ...(callersOwn.length > 0 && {
      NoLockLeft: over.always({
        when: (s) => s.caller.every(({ at }) => at === 0),
        holds: (s) =>
          s.caller.some(({ at }) => at !== 0) || callersOwn.every((lock) => s.locks[lock] !== true),
        source: 'runtime/trace.go, traceAdvanceSema',
        otherwise: 'the next StartTrace, StopTrace or traceAdvance waits for ever',
      }),
    }),
    NoDeadlock: over.deadlockFree({
      final: (s) =>
        (s.caller.every(({ at }) => at === 0) &&
          s.m.every((m) => regions.isOutside(m) && (!interrupts || m.signal.at === 0))) ||
        isCut(s),
      source: 'runtime/trace.go, traceAdvance',
      otherwise: 'a thread waits for ever for what nobody will do',
    }),
    ReaderEnds: over.deadlockFree({
      final: (s) => s.trace.gen !== 0 || s.reader.at === 0 || isCut(s) || s.caller.some(({ at }) => at !== 0),
      source: 'runtime/trace.go, readTrace0',
      otherwise: 'ReadTrace never answers nil: the goroutine that reads the trace stays for ever',
    }),
    ...(bounds.runs && runs({ over, bounds }, isCut)),
  };
}

/** Claims about runs, judged over the graph of all transitions, where that is small. */
function runs(
  { over, bounds }: Pick<ProgramConstants, 'over' | 'bounds'>,
  isCut: ReturnType<typeof cutOff>,
): Properties {
  return {
    AdvanceEnds: over.leadsTo({
      from: (s) => s.caller.some(({ at }) => at !== 0),
      to: (s) => s.caller.every(({ at }) => at === 0) || isCut(s),
      source: 'runtime/trace.go, traceAdvance',
      otherwise: 'the next advance, StopTrace and the trace reader wait for ever',
    }),
    ...(bounds.stop && {
      StopReturns: over.leadsTo({
        from: (s) => s.trace.shutdown,
        to: (s) => !s.trace.shutdown || isCut(s),
        source: 'runtime/trace.go, StopTrace',
        otherwise: 'the program hangs in trace.Stop',
      }),
    }),
    QueuedBuffersAreRead: over.alwaysEventually({
      reached: (s) => s.m.every((m) => queued(m) === 0) || isCut(s),
      source: 'runtime/trace.go, readTrace0',
      otherwise: 'events that were flushed never reach the trace',
    }),
  };
}
