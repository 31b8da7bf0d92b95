/** Sections of other kinds: StartTrace's own with the memory snapshot inside it, and signal handlers that sample. */
import type { Draft } from '../../checker/index.ts';
import type { Bounds, TracerSchema } from '../../model/index.ts';
import type { Call, M, Offer, Steps } from '../../reference/index.ts';
import { coreNames } from '../names.ts';
import type { Names } from '../names.ts';
import { freeBounds } from '../run/free-bounds.ts';
import type { Part, Run } from '../run/run.ts';

type SignalPhase = ReturnType<ReturnType<Draft<TracerSchema>['m']['at']>['signal']['at']>['phase'];

const begins = 'traceCPUSample';

const names: Names = {
  ...coreNames,
  // traceReadCPU empties the log of a generation, and flushedGen is stored: one step, with the next.
  'traceAdvance: traceReadCPU': 'AdvanceFlushedGen',
  traceSnapshotMemory: 'Snapshot',
  // StartTrace's goroutine is in its section, on M0.
  'StartTrace: section': null,
  [begins]: ({ mp, m }) => (isFlagUp(mp, m) ? 'SampleInSection' : 'SampleSetFlag'),
  'traceCPUSample: trace.gen': 'SampleLoadGen',
  'traceCPUSample: trace.cpuLogWrite': 'SampleWrite',
  'traceCPUSample: mp.trace.writing = false': 'SampleClear',
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

const isFlagUp = ({ rt }: M, m: number): boolean => {
  const mp = rt.allm[m];
  return mp !== undefined && (rt.design.lock === 'seqlock' ? mp.trace.seqlock % 2 === 1 : mp.trace.writing);
};

export const sections: Part = {
  names,
  stopsAt: Object.keys(names).filter((name) => !Object.hasOwn(coreNames, name)),
  free,
  joined: ({ step }) => step === 'traceAdvance: traceReadCPU',
  // M0's goroutine is in StartTrace.
  excludes: (run, { step, m, depth }) =>
    step === 'traceEnabled: true' &&
    m === 0 &&
    depth === 0 &&
    run.advancers[0]?.offers[0]?.step === 'StartTrace: trace.gen',
  options: (run) => ({
    startSection: (mp) => starts(run, mp),
    mayCall: (mp, step) => callOf(run, mp, step),
  }),
  threads: (run) => {
    // Of all goroutines the snapshot tells of one stack: each section of the model has one event.
    run.rt.allg.push(...run.ms.slice(0, 1).flatMap(({ curg }) => curg ?? []));
    return run.ms.map((mp) => (own: M) => samples(run, mp, own));
  },
  take: (run, { step, m, mp }, take) => {
    const noted = notesOf(run);
    const sample = step === 'traceCPUSample: trace.cpuLogWrite' ? mp.sample : null;
    const isReleased = step === 'traceRelease' && m === 0 && mp.lockers.length === 1;
    if (step === 'traceSnapshotMemory') noted.start = 'snapshot';
    if (isReleased) noted.start = 'returned';
    take();
    if (step === begins) noted.left[m] = (noted.left[m] ?? 0) - 1;
    if (sample !== null) noted.logs[sample.gen % 2 === 0 ? 0 : 1].push(sample.gen);
    for (const half of [0, 1] as const)
      if (run.rt.trace.cpuLog[half].length === 0) noted.logs[half].length = 0;
  },
  abstraction: (run, next) => {
    const { start, logs, left, handlers } = notesOf(run);
    const into = next.sections.at(0);
    into.start = start;
    logs.forEach((gens, half) => {
      into.cpuLog.set(half, gens.length === 0 ? 0 : Math.min(...gens));
    });
    for (const { id } of run.ms) {
      const signal = next.m.at(id).signal.at(0);
      const handler = handlers[id];
      signal.phase = phases[handler?.offers[0]?.step ?? ''] ?? 'no';
      signal.locked = handler?.sample?.locked === true;
      signal.gen = handler?.sample?.gen ?? 0;
      signal.left = left[id] ?? 0;
    }
  },
};

const phases: Readonly<Record<string, SignalPhase>> = {
  'traceCPUSample: trace.gen': 'loadGen',
  'traceCPUSample: trace.cpuLogWrite': 'write',
  'traceCPUSample: mp.trace.writing = false': 'clear',
};

/** The M whose goroutine is in StartTrace writes the section, as the next of its own. */
function* starts(run: Run, mp: M): Steps<void> {
  const noted = notesOf(run);
  noted.start = 'section';
  yield* run.reference.wait(mp, 'StartTrace: section', () => noted.start === 'returned');
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
