/** What the reader needs: it is woken whenever there is something to read, and what it reads is nobody else's. */
import type { Property } from '../../../checker/index.ts';
import { isUsed, queued } from '../state/queues.ts';
import { hasWriter } from '../regions/regions.ts';
import type { Regions } from '../regions/regions.ts';
import type { M, ProgramConstants, ProgramSchema, ProgramState } from '../state/state.ts';

type Properties = Readonly<Record<string, Property<ProgramSchema>>>;

export function readerProperties({ over, bounds, lookers }: ProgramConstants, regions: Regions): Properties {
  if (bounds.parts.reader !== true) return {};
  const isEnding = (s: ProgramState): boolean => s.caller.some(({ at }) => regions.ending(at));
  const stopReturns = (s: ProgramState): boolean =>
    s.trace.shutdown &&
    s.caller.some((caller) => regions.waiting(caller.at) && s.trace.doneSema.at(regions.ended(caller) % 2));
  const isFree = (m: M, buf: number): boolean => {
    if (!isUsed(m, buf) || (queued(m) & (1 << buf)) !== 0) return false;
    if (hasWriter(regions, m))
      return ((regions.own.held(m.own) | regions.growth.held(m.growth)) & (1 << buf)) === 0;
    return m.buf.at(0) !== buf && m.buf.at(1) !== buf;
  };
  return {
    NoLostWakeUp: over.always({
      when: (s) => s.trace.reader && hasWork(s),
      holds: (s) =>
        !s.trace.reader ||
        !hasWork(s) ||
        (s.trace.look && (s.trace.workAvailable || s.trace.flushedGen === s.trace.readerGen)),
      source: 'runtime/trace.go, traceReaderAvailable',
      otherwise: 'if every M goes to sleep, the reader sleeps for ever, and with it traceAdvance',
    }),
    DoneSemaAtMostOne: over.always({
      holds: (s) => !s.trace.doneTwice,
      source: 'runtime/trace.go, trace.doneSema',
      otherwise: 'a later advance returns before its generation has been read',
    }),
    ReaderAtGenerationBeingEnded: over.always({
      when: isEnding,
      holds: (s) =>
        s.caller.every((caller) => !regions.ending(caller.at) || s.trace.readerGen === regions.ended(caller)),
      source: 'runtime/trace.go, trace.readerGen',
      otherwise: 'the reader looks into the queue of another generation than the one that it is waited for',
    }),
    ReadingBufferIsNobodyElses: over.always({
      when: (s) => s.trace.reading !== 0,
      holds: ({ trace, m }) => trace.reading === 0 || isFree(m.at(trace.readingM - 1), trace.reading),
      source: 'runtime/trace.go, trace.reading',
      otherwise: 'the bytes change while they are copied out',
    }),
    StopLeavesNoReader: over.always({
      when: stopReturns,
      holds: (s) => !stopReturns(s) || (s.reader.at === 0 && s.trace.reading === 0),
      source: 'runtime/trace.go, traceAdvance',
      otherwise:
        'traceAdvance throws "trace: reading after shutdown", or a reader of the last round reads the next',
    }),
    ...(bounds.runs && {
      ReaderIsWoken: over.leadsTo({
        from: (s) => s.trace.reader && hasWork(s),
        to: (s) => !s.trace.reader,
        source: 'runtime/trace.go, traceReader',
        otherwise: 'traceAdvance waits for ever, and the trace lacks what was flushed',
      }),
      ReaderRests: over.alwaysEventually({
        reached: ({ reader, trace }) =>
          reader.at === 0 || (trace.reader && !trace.look) || trace.reading !== 0,
        fairness: { weak: ['reader', lookers] },
        source: 'runtime/trace.go, traceReaderAvailable',
        otherwise: 'the reader spins, and keeps the processor that the stop needs to go on',
      }),
    }),
  };
}

/** Situations that the part must reach, or its properties would say little. */
export function readerCorners({ over, bounds }: ProgramConstants, regions: Regions): Properties {
  if (bounds.parts.reader !== true) return {};
  const { sometimes } = over;
  return {
    ReachesReaderAsleep: sometimes({ reached: ({ trace }) => trace.reader && !trace.look }),
    ReachesWorkBeforePark: sometimes({ reached: (s) => regions.parking(s.reader.at) && hasWork(s) }),
    ReachesSecondRound: sometimes({
      reached: ({ reader, trace }) =>
        reader.at !== 0 && !trace.reader && trace.flushedGen === 0 && trace.lastNonZeroGen > 0,
    }),
  };
}

/** There is something for the reader to do. */
function hasWork({ trace, m }: ProgramState): boolean {
  return (
    trace.flushedGen === trace.readerGen || m.some(({ full }) => full.at(trace.readerGen % 2).at(0) !== 0)
  );
}
