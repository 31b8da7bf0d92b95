/** The reader waits and is woken: trace.reader, workAvailable, doneSema and the buffer that is read. */
import type { Bounds } from '../../model/index.ts';
import type { M, Offer, Runtime, Steps, TraceBuf } from '../../reference/index.ts';
import { coreChoices } from '../names.ts';
import type { Choices } from '../names.ts';
import { freeBounds } from '../run/free-bounds.ts';
import type { Part, Run } from '../run/run.ts';
import { coreStops, resting } from '../stops.ts';

const choices: Choices = {
  ...coreChoices,
  // A call for the mark of the generation's end (1.26), and the call after it.
  'readTrace0: endOfGeneration': () => undefined,
  // It goes on where it was taken from.
  'ReadTrace: gopark': null,
  'schedule: found': '',
  'schedule: nobody': '',
  'findRunnable: found': 'polls',
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
  choices,
  stops: {
    ...coreStops,
    reader: { stop: ({ reader: mp }) => stopOf(mp) },
    scheduler: { stop: () => resting },
  },
  threadOf: () => ({ kind: 'scheduler', index: 0 }),
  stopsAt: ['readTrace0: trace.workAvailable', 'ReadTrace: trace.reader'],
  free,
  withoutTables: true,
  keepsReading: true,
  joined: ({ step }) => step === 'readTrace0: endOfGeneration',
  threads: (run) => [(mp) => schedules(run, mp)],
  take: (run, { step }, take) => {
    const noted = notesOf(run);
    const { trace } = run.rt;
    if (releases.has(step) && trace.doneSema[trace.readerGen % 2 === 0 ? 0 : 1]) noted.doneTwice = true;
    const tails = tailsOf(run.rt);
    take();
    // Whoever takes the last buffer out of its turn changes the tail, too.
    const isPushed =
      step !== 'readTrace0: trace.full' &&
      tailsOf(run.rt).some((tail, half) => tail !== null && tail !== tails[half]);
    if (isPushed || step === 'traceAdvance: trace.flushedGen' || step === 'ReadTrace: trace.reader')
      noted.look = true;
  },
  places: (run, next) => {
    const { trace } = run.rt;
    const into = next.trace;
    into.reader = trace.reader !== null;
    into.readingM = (trace.reading?.owner ?? -1) + 1;
    into.reading = trace.reading === null ? 0 : (run.numbers[trace.reading.owner]?.of(trace.reading) ?? 0);
    into.workAvailable = trace.workAvailable;
    const { look, doneTwice } = notesOf(run);
    into.look = look;
    into.doneTwice = doneTwice;
  },
};

/** Steps that end the reading of a generation. */
const releases = new Set([
  'readTrace0: trace.readerGen',
  'readTrace0: trace.shutdown',
  'readTrace0: endOfGeneration',
]);

const tailsOf = ({ trace }: Runtime): readonly (TraceBuf | null)[] => trace.full.map(({ tail }) => tail);

/** A reader that has ended a generation goes round in readTrace0, with no buffer in hand: another place than its beginning. */
function stopOf({ offers, taken }: M): string {
  const step = offers[0]?.step ?? resting;
  if (step === 'ReadTrace') return resting;
  if (!step.startsWith('readTrace0')) return step;
  return taken?.step === 'readTrace0: trace.readerGen' ? 'readTrace0, again' : 'readTrace0';
}

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
