/** Ms that come and go: allm and freem, needm and dropm, and traceThreadDestroy. */
import type { Bounds, ProgramDraft } from '../../model/index.ts';
import type { M, Offer, Steps } from '../../reference/index.ts';
import { coreChoices } from '../names.ts';
import type { Choices } from '../names.ts';
import { freeBounds } from '../run/free-bounds.ts';
import type { Part, Run, StopsOfKinds } from '../run/run.ts';
import { coreStops, resting } from '../stops.ts';

const choices: Choices = {
  ...coreChoices,
  'mcommoninit: sched.lock': ({ m }) => `make M${m}`,
  // The lock, the look at whether anything is traced, and the first thing that follows from it.
  'allocm: sched.lock': ({ m }) => `reap M${m}`,
  'mexit: sched.lock': 'exit',
  'mexit: m.freeWait': 'end',
  'needm: extraM': 'borrow',
  'dropm: trace.enabled': 'drop',
};

const stopsAt = [
  ...['mcommoninit: sched.lock', 'mexit: sched.lock', 'mexit: m.freeWait', 'allocm: sched.lock'],
  ...['needm: extraM', 'dropm: trace.enabled', 'dropm: sched.lock'],
  ...['traceThreadDestroy: trace.lock', 'traceThreadDestroy: mp.trace.writing = false'],
];

/** Steps before which an M is between its sections. */
const between = new Set(['traceEnabled: true', 'needm: extraM', 'dropm: trace.enabled', resting]);

const stops: StopsOfKinds = {
  ...coreStops,
  own: {
    stop: (run, index) => {
      const mp = run.ms[index];
      if (mp === undefined) return resting;
      const section = coreStops.own.stop(run, index);
      const at = section === resting ? (mp.offers[0]?.step ?? resting) : section;
      const stop = between.has(at) || at === 'mexit: m.freeWait' ? resting : at;
      // What comes last in mexit is another place than the same before.
      return mp.freeWait ? `mexit, ${stop}` : stop;
    },
    // Whether mexit is on a stack of the system's: of which its own threads are.
    local: (run, index, type) =>
      type === 'bool' ? Number(threadOf(run, index) === 'starts') : coreStops.own.local(run, index, type),
  },
  allocm: {
    stop: ({ rt, ms }) => {
      const { lock } = rt.schedt;
      return lock === null || ms.includes(lock) ? resting : (lock.offers[0]?.step ?? resting);
    },
    local: ({ rt }) => (rt.schedt.lock?.offers[0]?.m ?? -1) + 1,
  },
};

/** Four Ms that do all of it, each with sections and growths. */
const free: Bounds = {
  ...freeBounds,
  name: 'free-threads',
  programs: [
    { sections: 6, growths: 2, thread: 'extra' },
    { sections: 4, growths: 2, thread: 'starts' },
    { sections: 4, growths: 2, thread: 'exits' },
    { sections: 6, growths: 2 },
  ],
};

export const threads: Part = {
  choices,
  stops,
  stopsAt,
  free,
  program: (run, mp) => {
    const thread = threadOf(run, mp.id);
    if (thread === undefined) return run.writes(mp);
    return thread === 'extra' ? borrowed(run, mp) : exits(run, mp);
  },
  begins: (run, m) => threadOf(run, m) !== 'starts',
  threads: (run) => [
    ...run.ms.filter(({ id }) => threadOf(run, id) === 'starts').map((made) => makes(run, made)),
    (mp) => frees(run, mp),
  ],
  threadOf: () => ({ kind: 'allocm', index: 0 }),
  places,
};

const threadOf = ({ bounds }: Run, m: number) => bounds.programs[m]?.thread;

/** Who makes an M starts its thread when the M is on allm. */
function makes(run: Run, made: M): (mp: M) => Steps<void> {
  return function* (mp) {
    yield* run.reference.mcommoninit(mp, made);
    run.reference.start(made, exits(run, made));
  };
}

function* frees(run: Run, mp: M): Steps<void> {
  for (;;) yield* run.reference.freeDead(mp);
}

function* exits(run: Run, mp: M): Steps<void> {
  const { schedt } = run.rt;
  yield* sectionsUntil(run, mp, 'mexit: sched.lock', () => schedt.lock === null);
  yield* run.reference.mexit(mp, () => sectionsUntil(run, mp, 'mexit: m.freeWait', () => true));
}

function* borrowed(run: Run, mp: M): Steps<void> {
  const { choose, needm, dropm } = run.reference;
  run.rt.schedt.extraMs.push(mp);
  for (;;) {
    // A thread that writes nothing leaves the M as it found it.
    const isEnabled = (): boolean => (run.sections[mp.id] ?? 0) > 0;
    yield* choose(mp, [{ mp, step: 'needm: extraM', m: mp.id, depth: 0, isEnabled }]);
    mp.quantum = 1;
    yield* needm(mp);
    yield* sectionsUntil(run, mp, 'dropm: trace.enabled', () => true);
    yield* dropm(mp);
  }
}

/** Sections, as many as are left, until the other step is chosen: it is the next that the thread takes. */
function* sectionsUntil(run: Run, mp: M, step: string, isEnabled: () => boolean): Steps<void> {
  const { trace } = run.rt;
  const other: Offer = { mp, step, m: mp.id, depth: 0, isEnabled };
  const section: Offer = {
    mp,
    step: 'traceEnabled: true',
    m: mp.id,
    depth: 0,
    isEnabled: () => (run.sections[mp.id] ?? 0) > 0 && (trace.enabled || trace.shutdown),
  };
  for (;;) {
    const taken = yield* run.reference.choose(mp, [section, other]);
    // It has been asked.
    mp.quantum = 1;
    if (taken === other) return;
    yield* run.section(mp);
  }
}

/** freeMStack and freeMWait, as Go has them. freeMRef is 1: the system frees the stack. */
const freeMWait = 2;

function places(run: Run, next: ProgramDraft): void {
  const { allm, freem, schedt, threads: running } = run.rt;
  next.locks['sched_lock'] = schedt.lock !== null;
  for (const mp of run.ms) {
    const into = next.m.at(mp.id);
    into.allm = allm.includes(mp);
    into.freem = freem.includes(mp);
    into.extra = schedt.extraMs.includes(mp);
    const isOver = mp.code !== null && !running.includes(mp);
    into.freeWait = mp.freeWait ? freeMWait : Number(isOver && threadOf(run, mp.id) === 'starts');
  }
}
