/** Ms that come and go: allm and freem, needm and dropm, and traceThreadDestroy. */
import type { Draft } from '../../checker/index.ts';
import type { Bounds, TracerSchema } from '../../model/index.ts';
import type { M, Offer, Steps } from '../../reference/index.ts';
import { coreNames } from '../names.ts';
import type { Names } from '../names.ts';
import { freeBounds } from '../run/free-bounds.ts';
import type { Part, Run } from '../run/run.ts';

type Life = ReturnType<Draft<TracerSchema>['m']['at']>['life'];

const isTraced = ({ mp: { rt } }: Offer): boolean => rt.trace.enabled || rt.trace.shutdown;

const names: Names = {
  ...coreNames,
  'mcommoninit: sched.lock': 'ThreadStart',
  'mexit: sched.lock': 'ThreadExit',
  'mexit: m.freeWait': 'ThreadDone',
  // The lock, the look at whether anything is traced, and the first thing that follows from it.
  'allocm: sched.lock': (offer) => (isTraced(offer) ? 'DestroySetFlag' : 'ReapUntraced'),
  'needm: extraM': 'NeedM',
  'dropm: trace.enabled': 'DropM',
  'dropm: sched.lock': 'DestroySetFlag',
  'traceThreadDestroy: trace.lock': 'DestroyFlush',
  'traceThreadDestroy: mp.trace.writing = false': 'DestroyDone',
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
  names,
  stopsAt: Object.keys(names).filter((name) => !Object.hasOwn(coreNames, name)),
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
  abstraction: (run, next) => {
    for (const mp of run.ms) next.m.at(mp.id).life = lifeOf(run, mp);
  },
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

function lifeOf({ rt, ms, bounds }: Run, mp: M): Life {
  const { allm, freem, schedt, threads: coroutines } = rt;
  // In its traceThreadDestroy is whoever has sched.lock.
  for (const { offers } of schedt.lock === null ? [] : coroutines) {
    const [offer] = offers;
    if (offer?.m !== mp.id) continue;
    if (offer.step === 'traceThreadDestroy: trace.lock') return 'flagged';
    if (offer.step === 'traceThreadDestroy: mp.trace.writing = false') return 'flushed';
  }
  if (freem.includes(mp)) return mp.freeWait ? 'exiting' : 'done';
  if (bounds.programs[ms.indexOf(mp)]?.thread === 'extra') {
    if (schedt.extraMs.includes(mp)) return 'idle';
    return mp.offers[0]?.step === 'dropm: sched.lock' ? 'dropping' : 'running';
  }
  if (allm.includes(mp)) return 'running';
  return mp.code === null ? 'unborn' : 'gone';
}
