/** The reader waits and is woken: trace.reader, workAvailable, doneSema and the buffer that is read. */
import type { Draft } from '../../checker/index.ts';
import type { Bounds, TracerSchema } from '../../model/index.ts';
import type { M, Offer, Runtime, Steps, TraceBuf } from '../../reference/index.ts';
import { coreNames } from '../names.ts';
import type { Names } from '../names.ts';
import { freeBounds } from '../run/free-bounds.ts';
import type { Part, Run } from '../run/run.ts';

type Phase = ReturnType<Draft<TracerSchema>['reader']['at']>['phase'];

const names: Names = {
  ...coreNames,
  // A call for the mark of the generation's end (1.26), and the call after it.
  'readTrace0: endOfGeneration': ({ mp }) => (mp.rt.trace.shutdown ? 'ReaderStop' : 'ReaderNextGen'),
  'readTrace0: trace.workAvailable': 'ReaderFindsNothing',
  'readTrace0: trace.doneSema': 'ReaderRelease',
  'ReadTrace: trace.reader': 'ReaderParks',
  // It goes on where it was taken from.
  'ReadTrace: gopark': null,
  'schedule: found': 'SchedulerWakes',
  'schedule: nobody': 'SchedulerFindsNobody',
  'findRunnable: found': 'SchedulerPolls',
};

const free: Bounds = { ...freeBounds, name: 'free-reader', parts: { reader: true } };

/** What the runs note besides the state of the reference. */
interface Noted {
  /** Somebody who made work available, or who parked the reader, has yet to come to the scheduler. */
  look: boolean;
  doneTwice: boolean;
}

const notes = new WeakMap<Run, Noted>();

function notesOf(run: Run): Noted {
  const known = notes.get(run) ?? { look: false, doneTwice: false };
  notes.set(run, known);
  return known;
}

export const reader: Part = {
  names,
  stopsAt: ['readTrace0: trace.workAvailable', 'readTrace0: trace.doneSema', 'ReadTrace: trace.reader'],
  free,
  withoutTables: true,
  keepsReading: true,
  joined: ({ step }) => step === 'readTrace0: endOfGeneration',
  threads: (run) => [(mp) => schedules(run, mp)],
  take: (run, { step }, take) => {
    const noted = notesOf(run);
    const { trace } = run.rt;
    const reads = run.reader.reads;
    if (
      step === 'readTrace0: trace.doneSema' &&
      reads !== null &&
      trace.doneSema[reads.gen % 2 === 0 ? 0 : 1]
    )
      noted.doneTwice = true;
    const tails = tailsOf(run.rt);
    take();
    // Whoever takes the last buffer out of its turn changes the tail, too.
    const isPushed =
      step !== 'readTrace0: trace.full' &&
      tailsOf(run.rt).some((tail, half) => tail !== null && tail !== tails[half]);
    if (isPushed || step === 'traceAdvance: trace.flushedGen' || step === 'ReadTrace: trace.reader')
      noted.look = true;
  },
  abstraction: (run, next) => {
    const { trace } = run.rt;
    const into = next.reader.at(0);
    const { reads } = run.reader;
    next.trace.readerGen = trace.readerGen;
    into.phase = phaseOf(run.reader);
    into.parity = (reads?.gen ?? 0) % 2;
    into.stops = reads?.stops === true;
    into.m = trace.reading?.owner ?? 0;
    into.reading = trace.reading === null ? 0 : (run.numbers[trace.reading.owner]?.of(trace.reading) ?? 0);
    into.workAvailable = trace.workAvailable;
    const { look, doneTwice } = notesOf(run);
    into.look = look;
    into.doneTwice = doneTwice;
  },
};

const tailsOf = ({ trace }: Runtime): readonly (TraceBuf | null)[] => trace.full.map(({ tail }) => tail);

const phases: Readonly<Record<string, Phase>> = {
  ReadTrace: 'off',
  'readTrace0: trace.doneSema': 'release',
  'ReadTrace: trace.reader': 'parking',
  'ReadTrace: gopark': 'parked',
};

const phaseOf = ({ offers }: M): Phase => phases[offers[0]?.step ?? ''] ?? 'running';

/** Threads that come to the scheduler: those that have something to look for, and any other that happens to pass by. */
function* schedules(run: Run, mp: M): Steps<void> {
  const { choose, findsReader, traceReader } = run.reference;
  const { rt } = run;
  const noted = notesOf(run);
  const offer = (step: string, isEnabled: () => boolean): Offer => ({
    mp,
    step,
    m: mp.id,
    depth: 0,
    isEnabled,
  });
  const due = [
    offer('schedule: found', () => noted.look && findsReader(rt)),
    offer('schedule: nobody', () => noted.look && !findsReader(rt)),
  ];
  const passing = offer('findRunnable: found', () => findsReader(rt));
  for (;;) {
    const taken = yield* choose(mp, [...due, passing]);
    if (taken !== passing) noted.look = false;
    traceReader(rt);
  }
}
