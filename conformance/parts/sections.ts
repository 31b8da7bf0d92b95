/** Sections of other kinds: StartTrace's own with the memory snapshot inside it, and signal handlers that sample. */
import type { Bounds, ProgramDraft } from '../../model/index.ts';
import type { Call, M, Offer, Steps } from '../../reference/index.ts';
import { coreChoices } from '../names.ts';
import type { Choices } from '../names.ts';
import { freeBounds } from '../run/free-bounds.ts';
import type { Part, Run, StopsOfKinds } from '../run/run.ts';
import { callerOf, coreStops, resting } from '../stops.ts';

const begins = 'traceCPUSample';

const choices: Choices = {
  ...coreChoices,
  // In StartTrace's section, the event comes before the snapshot or after it.
  'traceLocker.writer': 'event',
  traceSnapshotMemory: '',
  traceRelease: '',
  [begins]: ({ mp }) => (mp.rt.trace.enabled ? '' : 'stale'),
};

const stops: StopsOfKinds = {
  ...coreStops,
  own: {
    stop: (run, index) => {
      const { start } = notesOf(run);
      const stop = coreStops.own.stop(run, index);
      if (index !== 0 || start === 'returned') return stop;
      return `StartTrace, ${start}: ${stop}`;
    },
    local: (run, index, type, field) => {
      const [outer, inner] = (run.ms[index]?.lockers ?? []).filter(({ inGrowth }) => !inGrowth);
      // The M of a section is its own.
      if (type === 'm') return index + 1;
      if (type === 'bool') return Number(outer?.at === 'traceRelease');
      if (type === 'gen' && field !== 'gen') return inner?.gen ?? 0;
      // StartTrace keeps the generation that it is about to store, and the reader begins with it.
      if (type === 'gen') return outer?.gen ?? run.rt.trace.readerGen;
      return coreStops.own.local(run, index, type);
    },
  },
  signal: {
    stop: (run, index) => {
      const step = notesOf(run).handlers[index]?.offers[0]?.step ?? begins;
      return step === begins ? resting : step;
    },
    local: (run, index, type) => {
      const sample = notesOf(run).handlers[index]?.sample ?? null;
      return type === 'gen' ? (sample?.gen ?? 0) : Number(sample?.locked === true);
    },
  },
};

const free: Bounds = {
  ...freeBounds,
  name: 'free-sections',
  programs: Array.from({ length: 3 }, () => ({ sections: 6, growths: 3 })),
  restart: false,
  parts: { sections: { samplesPerM: 6 } },
};

/** What a run notes besides the state of the reference. */
interface Noted {
  /** Where the section of StartTrace is: before the snapshot of memory, or the snapshot has been begun. */
  start: 'returned' | 'section' | 'snapshot';
  /** By gen%2: the generations of which samples wait in the log. */
  readonly logs: readonly [number[], number[]];
  /** By M: signals that may still come, and the coroutine of its handlers. */
  readonly left: number[];
  readonly handlers: M[];
}

const notes = new WeakMap<Run, Noted>();

function notesOf(run: Run): Noted {
  const known = notes.get(run) ?? {
    start: 'returned',
    logs: [[], []],
    left: run.bounds.programs.map(() => run.bounds.parts.sections?.samplesPerM ?? 0),
    handlers: [],
  };
  notes.set(run, known);
  return known;
}

const isFlagUp = (mp: M | undefined): boolean =>
  mp !== undefined && (mp.rt.design.lock === 'seqlock' ? mp.trace.seqlock % 2 === 1 : mp.trace.writing);

export const sections: Part = {
  choices,
  stops,
  stopsAt: [
    ...['traceAdvance: traceReadCPU', 'traceCPUSample: trace.gen', 'traceCPUSample: trace.cpuLogWrite'],
    'traceCPUSample: mp.trace.writing = false',
  ],
  free,
  // traceReadCPU empties the log of a generation, and flushedGen is stored: one step.
  joined: ({ step }) => step === 'traceAdvance: traceReadCPU',
  // A handler that finds the flag up and generation 0 changes nothing.
  excludes: (run, { step, m }) => step === begins && run.rt.trace.gen === 0 && isFlagUp(run.rt.allm[m]),
  hasStarted: (run) => run.rt.trace.gen !== 0 && notesOf(run).start === 'returned',
  options: (run) => ({
    startSection: (mp) => run.section(mp),
    mayCall: (mp, step) => callOf(run, mp, step),
  }),
  program: (run, mp) => (mp.id === 0 ? startsOrWrites(run, mp) : run.writes(mp)),
  advancers: ({ reference: { traceAdvance, stopTrace } }) => [(mp) => traceAdvance(mp), stopTrace],
  threads: (run) => {
    // Of all goroutines the snapshot tells of one stack: each section of the model has one event.
    run.rt.allg.push(...run.ms.slice(0, 1).flatMap(({ curg }) => curg ?? []));
    return run.ms.map((mp) => (own: M) => samples(run, mp, own));
  },
  threadOf: (_, { m }) => ({ kind: 'signal', index: m }),
  take,
  places,
};

/** Notes what the state of the reference does not show of a step. */
function take(run: Run, { step, m, mp }: Offer, takes: () => void): void {
  const noted = notesOf(run);
  const sample = step === 'traceCPUSample: trace.cpuLogWrite' ? mp.sample : null;
  const isReleased = step === 'traceRelease' && m === 0 && mp.lockers.length === 1;
  if (step === 'traceSnapshotMemory') noted.start = 'snapshot';
  // StartTrace is one of what M0 does, and its section is no other.
  if (step === 'StartTrace: trace.enabled') {
    noted.start = 'section';
    run.sections[0] = (run.sections[0] ?? 0) - 1;
  } else if (step === 'traceEnabled: true' && m === 0 && noted.start !== 'returned' && mp.growing === 'no') {
    run.sections[0] = (run.sections[0] ?? 0) + 1;
  }
  takes();
  if (isReleased) noted.start = 'returned';
  if (step === begins) noted.left[m] = (noted.left[m] ?? 0) - 1;
  if (sample !== null) noted.logs[sample.gen % 2 === 0 ? 0 : 1].push(sample.gen);
  for (const half of [0, 1] as const) if (run.rt.trace.cpuLog[half].length === 0) noted.logs[half].length = 0;
}

function places(run: Run, next: ProgramDraft): void {
  const { start, logs, left } = notesOf(run);
  const isStarting = start !== 'returned';
  const caller = callerOf(run);
  const isStopping = caller !== undefined && caller === run.advancers[1];
  const at = isStopping ? caller.offers[0]?.step : '';
  next.locks['tracing'] = isStarting || isStopping;
  next.locks['traceAdvanceSema'] = run.rt.trace.advancing;
  next.locks['worldsema'] = isStarting || at === 'traceAdvance: trace.enabled';
  next.locks['traceShutdownSema'] = at === 'traceAdvance: trace.doneSema';
  logs.forEach((gens, half) => {
    next.trace.cpuLog.set(half, gens.length === 0 ? 0 : Math.min(...gens));
  });
  for (const { id } of run.ms) next.m.at(id).signals = left[id] ?? 0;
}

/** M0's goroutine calls StartTrace, or writes sections as the others do. */
function* startsOrWrites(run: Run, mp: M): Steps<void> {
  const { choose, mayStart, startTrace } = run.reference;
  const { trace } = run.rt;
  const offer = { mp, m: mp.id, depth: 0 };
  const starts: Offer = { ...offer, step: 'StartTrace: trace.enabled', isEnabled: () => mayStart(run.rt) };
  const writes: Offer = {
    ...offer,
    step: 'traceEnabled: true',
    isEnabled: () => trace.enabled || trace.shutdown,
  };
  while ((run.sections[mp.id] ?? 0) > 0) {
    const taken = yield* choose(mp, [writes, starts]);
    // It has been asked.
    mp.quantum = 1;
    yield* taken === starts ? startTrace(mp) : run.section(mp);
  }
}

/** The snapshot is taken once in that section, before its event or after it. */
function callOf(run: Run, mp: M, step: string): Call | null {
  const isBetween = step === 'traceLocker.writer' || step === 'traceRelease';
  if (mp.id !== 0 || mp.lockers.length !== 1 || !isBetween || notesOf(run).start !== 'section') return null;
  return {
    step: 'traceSnapshotMemory',
    must: step === 'traceRelease',
    code: (own) => {
      // The look at trace.enabled finds what StartTrace itself has stored: no step of its own.
      own.quantum = 1;
      return run.reference.traceSnapshotMemory(own, run.rt.trace.gen);
    },
  };
}

/** Signals that come while tracing is on, each in its turn; the M does nothing else while its handler runs. */
function* samples(run: Run, mp: M, own: M): Steps<void> {
  const { choose, traceCPUSample } = run.reference;
  const { trace } = run.rt;
  const noted = notesOf(run);
  noted.handlers[mp.id] = own;
  const isEnabled = (): boolean => (noted.left[mp.id] ?? 0) > 0 && (trace.enabled || trace.shutdown);
  const signal: Offer = { mp: own, step: begins, m: mp.id, depth: 0, isEnabled };
  for (;;) {
    yield* choose(own, [signal]);
    mp.inSignal = true;
    yield* traceCPUSample(own, mp.curg, mp, null, null);
    mp.inSignal = false;
  }
}
