/** Where each thread of the reference stands, in the reference's own words, and what it keeps in its own variables there. */
import type { ValueType } from '../model/index.ts';
import type { M, TraceLocker } from '../reference/index.ts';
import type { Run, StopsOfKinds } from './run/run.ts';

/** A thread that waits for its next call or section, or that does not run. */
export const resting = 'resting';

const before = (mp: M): string => mp.offers[0]?.step ?? resting;

/** The section that an M has open, or is opening, of those on its own stack or of those in a growth. */
const sectionOf = ({ lockers }: M, inGrowth: boolean): TraceLocker | undefined =>
  lockers.findLast((locker) => locker.inGrowth === inGrowth);

function ofSection(run: Run, index: number, inGrowth: boolean, type: ValueType): number | undefined {
  const mp = run.ms[index];
  const section = mp === undefined ? undefined : sectionOf(mp, inGrowth);
  if (type === 'gen') return section?.gen ?? 0;
  if (type === 'buf') return run.numbers[index]?.of(section?.traceBuf ?? null) ?? 0;
  return undefined;
}

/** The thread that starts, advances or stops now: others wait for it. */
export const callerOf = ({ advancers }: Run): M | undefined => advancers.find((mp) => !calls.has(before(mp)));

const calls = new Set([
  'StartTrace: trace.enabled',
  'traceAdvance: trace.gen',
  'traceAdvance: trace.gen = 0',
  resting,
]);

export const coreStops = {
  own: {
    stop: ({ ms }, index) => {
      const at = ms[index]?.lockers.filter(({ inGrowth }) => !inGrowth).map((locker) => locker.at);
      return at === undefined || at.length === 0 ? resting : at.join(', ');
    },
    local: (run, index, type) => ofSection(run, index, false, type),
  },
  growth: {
    stop: ({ ms }, index) => {
      const mp = ms[index];
      return mp === undefined || mp.growing === 'no' ? resting : (sectionOf(mp, true)?.at ?? mp.thrown);
    },
    local: (run, index, type) =>
      type === 'bool' ? Number(run.ms[index]?.growing === 'free') : ofSection(run, index, true, type),
  },
  caller: {
    stop: (run) => {
      const mp = callerOf(run);
      return mp === undefined ? resting : `${run.advancers.indexOf(mp)} ${before(mp)}`;
    },
    local: (run, _, type) => {
      const { advance } = callerOf(run) ?? { advance: null };
      // StartTrace keeps the generation that it is about to store, and the reader begins with it.
      if (type === 'gen') return advance?.gen ?? run.rt.trace.readerGen;
      if (type === 'm') return (advance?.target?.id ?? -1) + 1;
      if (type !== 'ms') return undefined;
      return run.ms.reduce((bits, mp) => bits | (advance?.toFlush.has(mp) === true ? 1 << mp.id : 0), 0);
    },
  },
  reader: {
    // All its looks under trace.lock are one place.
    stop: ({ reader }) => (before(reader) === 'ReadTrace' ? resting : 'readTrace0'),
  },
} as const satisfies StopsOfKinds;
