/** Ps: Ms take and release them, GOMAXPROCS changes, and every generation has the status of each. */
import type { Draft } from '../../checker/index.ts';
import type { Bounds, TracerSchema } from '../../model/index.ts';
import type { LoggedEvent, M, Offer, P, PStatus, Sched, Steps } from '../../reference/index.ts';
import { eventOfId, procStatus } from '../../wire/index.ts';
import type { Names } from '../names.ts';
import { freeBounds } from '../run/free-bounds.ts';
import type { Part, Run } from '../run/run.ts';
import { Reading } from './reading.ts';
import type { Seen } from './reading.ts';
import {
  advances,
  atOnce,
  isJoined,
  mayBegin,
  startsTheWorld,
  throughOf,
  unbufferedNames,
  unbufferedOptions,
  unbufferedStops,
} from './unbuffered.ts';

type Procs = Draft<TracerSchema['fields']['procs']['of']>;
type Op = ReturnType<Procs['m']['at']>['op'];
type Status = ReturnType<Procs['p']['at']>['status'];

const names: Names = {
  ...unbufferedNames,
  'schedule: pidleget': 'AcquireP',
  'schedule: releasep': 'ReleaseP',
  'schedule: heapAlloc': 'OtherEvent',
  'releasepNoTrace: pp.status': 'PIdle',
  'GOMAXPROCS: procresize': 'ProcResize',
  // worldsema is taken with the first status, if there is one to wait for.
  'forEachP: worldsema': 'AdvanceForEachP',
  'forEachP: runSafePointFn': 'AdvanceForEachP',
  'traceAdvance: readyNextGen': 'AdvanceReadyDeadPs',
};

const free: Bounds = {
  ...freeBounds,
  name: 'free-procs',
  programs: Array.from({ length: 4 }, () => ({ sections: 12, growths: 0 })),
  buffersPerM: 1,
  eventsPerBuffer: 1,
  parts: { procs: { ps: 1, resizes: 12 } },
};

/** What a run notes besides the state of the reference. */
interface Noted {
  /** By M: what its section is for, and the P whose status it is about to write, from 1. */
  readonly ops: Op[];
  readonly acquired: number[];
  /** The P that forEachP comes to next, and whether dead Ps have been readied. */
  next: number;
  readied: boolean;
  resizes: number;
  /** By P: alive since this generation began, and throughout the one before. */
  readonly sinceBump: boolean[];
  readonly owed: boolean[];
  readonly reading: Reading;
}

const notes = new WeakMap<Run, Noted>();

function notesOf(run: Run): Noted {
  const ps = run.bounds.parts.procs?.ps ?? 0;
  const known = notes.get(run) ?? {
    ops: run.bounds.programs.map((): Op => 'none'),
    acquired: run.bounds.programs.map(() => 0),
    next: 1,
    readied: false,
    resizes: run.bounds.parts.procs?.resizes ?? 0,
    sinceBump: Array.from({ length: ps }, () => false),
    owed: Array.from({ length: ps }, () => false),
    reading: new Reading(Array.from({ length: ps }, (): Seen => 'none')),
  };
  notes.set(run, known);
  return known;
}

export const procs: Part = {
  names,
  stopsAt: [...unbufferedStops, 'releasepNoTrace: pp.status', 'traceAdvance: readyNextGen'],
  free,
  withoutTables: true,
  unbuffered: true,
  joined: (offer) => isJoined(offer) || offer.step === 'forEachP: worldsema',
  through: throughOf,
  options: (run) => ({ ...unbufferedOptions(run), traceallocfree: false, sched: schedOf(run) }),
  program: (run, mp) => uses(run, mp),
  prepare: ({ rt, bounds, reference: { P } }) => {
    rt.gomaxprocs = bounds.parts.procs?.ps ?? 0;
    for (let id = 0; id < rt.gomaxprocs; id++) rt.schedt.pidle.push((rt.allp[id] = new P(id)));
  },
  advancers: (run) => [run.reference.startTrace, (mp) => advances(run, mp)],
  threads: (run) => [(mp) => resizes(run, mp)],
  excludes: isExcluded,
  logged: reads,
  take,
  abstraction: (run, next) => {
    const noted = notesOf(run);
    const into = next.procs.at(0);
    for (const mp of run.ms) {
      const m = into.m.at(mp.id);
      m.p = mp.p === null ? 0 : mp.p.id + 1;
      m.op = noted.ops[mp.id] ?? 'none';
      m.acquired = noted.acquired[mp.id] ?? 0;
      m.target = 0;
    }
    for (const pp of run.rt.allp) abstractP(noted, pp, into.p.at(pp.id));
    into.advance.next = noted.next;
    into.advance.readied = noted.readied;
    into.resizes = noted.resizes;
    noted.reading.into(into);
  },
};

function abstractP(
  { sinceBump, owed }: Noted,
  { id, trace, status, mSyscallID }: P,
  into: ReturnType<Procs['p']['at']>,
): void {
  into.status = statuses[status];
  for (const slot of [0, 1, 2] as const) into.statusTraced.set(slot, trace.statusTraced[slot] !== 0);
  for (const half of [0, 1] as const) into.seq.set(half, trace.seq[half]);
  into.syscallM = mSyscallID + 1;
  into.sinceBump = sinceBump[id] === true;
  into.owed = owed[id] === true;
}

const statuses: Readonly<Record<PStatus, Status>> = {
  idle: 'idle',
  running: 'running',
  syscall: 'syscall',
  gcstop: 'idle',
  dead: 'dead',
};

/** What an M does: it takes an idle P, gives it back, or writes an event with which no transition goes. */
function* uses(run: Run, mp: M): Steps<void> {
  const { acquirep, choose, heapAlloc, isOk, releasep, traceAcquire, traceRelease } = run.reference;
  const { pidle } = run.rt.schedt;
  const { ops } = notesOf(run);
  const begins = (): boolean => (run.sections[mp.id] ?? 0) > 0 && mayBegin(run);
  const offer = (step: string, isEnabled: () => boolean): Offer => ({
    mp,
    step,
    m: mp.id,
    depth: 0,
    isEnabled: () => isEnabled() && begins(),
  });
  const takes = run.rt.allp.map((pp) => ({
    ...offer('schedule: pidleget', () => mp.p === null && pidle.includes(pp)),
    about: pp.id + 1,
  }));
  const releases = offer('schedule: releasep', () => mp.p !== null);
  const allocates = offer('schedule: heapAlloc', () => mp.p !== null);
  for (;;) {
    ops[mp.id] = 'none';
    const taken = yield* choose(mp, [...takes, releases, allocates]);
    run.sections[mp.id] = (run.sections[mp.id] ?? 0) - 1;
    const pp = run.rt.allp[(taken.about ?? 0) - 1];
    if (pp !== undefined) {
      ops[mp.id] = 'start';
      pidle.splice(pidle.indexOf(pp), 1);
      yield* acquirep(mp, pp);
    } else if (taken === releases) {
      ops[mp.id] = 'stop';
      pidle.push(yield* releasep(mp));
    } else {
      ops[mp.id] = 'other';
      const tl = yield* traceAcquire(mp);
      if (!isOk(tl)) continue;
      yield* heapAlloc(tl, 0);
      yield* traceRelease(tl);
    }
  }
}

/** Who changes GOMAXPROCS stops the world for it, and has worldsema. */
function* resizes(run: Run, mp: M): Steps<void> {
  const { choose, procresize } = run.reference;
  const { allp, schedt } = run.rt;
  const noted = notesOf(run);
  const isWorldStopped = (): boolean => noted.ops.every((op) => op === 'none' || op === 'syscall');
  for (;;) {
    const { about = 0 } = yield* choose(
      mp,
      allp.map((pp) => ({
        mp,
        step: 'GOMAXPROCS: procresize',
        m: mp.id,
        depth: 0,
        about: pp.id + 1,
        isEnabled: () =>
          noted.resizes > 0 &&
          mayBegin(run) &&
          !schedt.worldsema &&
          isWorldStopped() &&
          (pp.status === 'idle' || pp.status === 'dead'),
      })),
    );
    noted.resizes--;
    const dies = allp[about - 1]?.status === 'idle';
    yield* atOnce(mp, 'traceRelease', procresize(mp, dies ? about - 1 : about));
    if (dies) noted.sinceBump[about - 1] = false;
  }
}

/** The scheduler as traceAdvance and StartTrace know it. Whoever calls them has a P of its own, which these runs have not. */
function schedOf(run: Run): Sched {
  const noted = notesOf(run);
  return {
    *semacquire(mp) {
      const { schedt, design, trace } = run.rt;
      // Up to 1.25 it is held around the store of the generation, too.
      const comes = design.procStatuses === 'beforeBump' ? mp.advance === null : mp.advance !== null;
      if (!comes || !trace.advancing) return;
      yield* run.reference.wait(mp, 'forEachP: worldsema', () => !schedt.worldsema);
      schedt.worldsema = true;
    },
    semrelease: () => {
      run.rt.schedt.worldsema = false;
    },
    *stopTheWorld(mp) {
      const { trace, allp, schedt } = run.rt;
      const isEnabled = (): boolean =>
        trace.gen === 0 && !trace.advancing && noted.ops.every((op) => op === 'none');
      yield* run.reference.choose(mp, [
        { mp, step: 'StartTrace: trace.enabled', m: mp.id, depth: 0, isEnabled },
      ]);
      mp.quantum = 1;
      for (const m of run.ms) m.p = null;
      for (const pp of allp) {
        if (pp.status === 'dead') continue;
        pp.m = null;
        pp.status = 'idle';
      }
      schedt.pidle.splice(0, Infinity, ...allp.filter(({ status }) => status === 'idle'));
    },
    startTheWorld: (mp) => run.reference.wait(mp, startsTheWorld, () => true),
    *forEachP(mp, each) {
      for (const pp of run.rt.allp) {
        yield* run.reference.wait(mp, 'forEachP: runSafePointFn', () => isAtSafePoint(run, pp));
        noted.next++;
        if (pp.status !== 'dead') yield* atOnce(mp, 'traceRelease', each(mp, pp));
      }
    },
    *suspendG() {
      yield* [];
      return false;
    },
    resumeG: () => undefined,
  };
}

/** Nobody has the P, or who has it is between sections. */
function isAtSafePoint(run: Run, pp: P): boolean {
  const { ops } = notesOf(run);
  return run.ms.every(({ id, p }) => p !== pp || ops[id] === 'none');
}

function isExcluded(run: Run, { step, mp }: Offer): boolean {
  const { bounds, rt } = run;
  const isBefore = mp.advance === null;
  switch (step) {
    case 'forEachP: worldsema':
    case 'forEachP: runSafePointFn':
    case 'traceAdvance: readyNextGen':
      // The last generation ends with a stop, where there is one.
      if (isBefore && !bounds.stop && rt.trace.gen >= bounds.generations) return true;
      return step === 'forEachP: worldsema' && rt.allp.slice(0, 1).some((pp) => !isAtSafePoint(run, pp));
    default:
      return false;
  }
}

/** Notes what the state of the reference does not show of a step. */
function take(run: Run, { step, m, mp }: Offer, takes: () => void): void {
  const noted = notesOf(run);
  const { allp, design, schedt } = run.rt;
  const traced = allp.map(({ trace }) => trace.statusTraced.join());
  const ended = mp.advance?.gen ?? 0;
  const bumps = step === 'traceAdvance: trace.gen' || step === 'traceAdvance: trace.gen = 0';
  const before = design.procStatuses === 'beforeBump';
  if (step === 'traceLocker.writer') noted.acquired[m] = 0;
  if (step === 'StartTrace: trace.gen') noted.reading.starts(() => 'none');
  if (bumps || step === 'StartTrace: trace.gen')
    for (const { id, status } of allp) {
      if (bumps) noted.owed[id] = noted.sinceBump[id] === true;
      noted.sinceBump[id] = status !== 'dead';
    }
  if (step === 'traceAdvance: readyNextGen') noted.readied = true;
  // Up to 1.25, worldsema is taken here, and given back with the next step of the thread.
  if (step === 'traceAdvance: trace.gen = 0') schedt.worldsema = true;
  takes();
  if (step === 'traceSchedResourceState.acquireStatus')
    noted.acquired[m] = allp.findIndex(({ trace }, id) => trace.statusTraced.join() !== traced[id]) + 1;
  if (step === 'traceAdvance: traceReadCPU') {
    noted.reading.ends(ended, (id) => noted.owed[id] === true);
    noted.owed.fill(false);
  }
  if (before ? bumps : step === 'traceAdvance: trace.doneSema') {
    noted.next = 1;
    noted.readied = false;
  }
}

const seen: Readonly<Record<keyof typeof procStatus, Seen>> = {
  bad: 'none',
  running: 'running',
  idle: 'idle',
  syscall: 'syscall',
  syscallAbandoned: 'abandoned',
};

const nameOfStatus = (code: number): keyof typeof procStatus =>
  (Object.keys(procStatus) as (keyof typeof procStatus)[]).find((name) => procStatus[name] === code) ?? 'bad';

/** A reader of the trace comes to an event. */
function reads(run: Run, { m, gen, ev, args }: LoggedEvent): void {
  const { reading } = notesOf(run);
  const own = run.ms[m]?.p?.id ?? -1;
  const [first = 0, second = 0] = args;
  switch (eventOfId(ev)?.name) {
    case 'ProcStatus':
      reading.status(run.rt, gen, first, seen[nameOfStatus(second)]);
      break;
    case 'ProcStart':
      reading.moves(gen, first, ['idle'], 'running', second);
      break;
    case 'ProcStop':
      reading.moves(gen, own, ['running'], 'idle');
      break;
    case 'HeapAlloc':
      reading.moves(gen, own, ['running'], 'running');
      break;
    case undefined:
      break;
  }
}
