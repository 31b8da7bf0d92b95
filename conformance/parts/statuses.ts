/** Goroutines: what they do and what becomes of them, and every generation has the status of each. */
import type { Bounds } from '../../model/index.ts';
import type { G, GStatus, M, Offer, Sched } from '../../reference/index.ts';
import type { Names } from '../hand-names.ts';
import { freeBounds } from '../run/free-bounds.ts';
import type { Part, Run } from '../run/run.ts';
import { gsOf, isOwned, isRunning, isTraced, notesOf, seenOf } from './statuses-notes.ts';
import type { Statuses } from './statuses-notes.ts';
import { reads } from './statuses-reads.ts';
import { lives, schedules } from './statuses-uses.ts';
import {
  advances,
  isJoined,
  startsTheWorld,
  throughOf,
  unbufferedNames,
  unbufferedOptions,
  unbufferedStops,
} from './unbuffered.ts';

type Status = ReturnType<Statuses['g']['at']>['status'];

/** A transition is a step of its own, in a section or without one. */
const transition = ({ mp: { lockers } }: Offer): string =>
  lockers.length === 0 ? 'TransitionUntraced' : 'Transition';

const created = 'GoCreate: setStatusTraced';

const isOwnTraced = ({ curg, lockers }: M): boolean =>
  curg === null || curg.trace.statusTraced[(lockers.at(-1)?.gen ?? 0) % 3] !== 0;

const names: Names = {
  ...unbufferedNames,
  'schedule: execute': 'Execute',
  'user code: goready': 'Ready',
  'user code: newproc': 'Create',
  'user code: gopark': 'Park',
  'user code: goexit': 'GoExit',
  'user code: userTaskEnd': 'OtherEvent',
  'park_m: casgstatus': transition,
  'ready: casgstatus': transition,
  'newproc1: casgstatus': transition,
  'gdestroy: casgstatus': 'GoDead',
  // One with the first thing that eventWriter does then.
  [created]: ({ mp }) => (isOwnTraced(mp) ? 'WriteEvent' : 'AcquireStatus'),
  'forEachGRace: readyNextGen': 'AdvanceLookAtG',
  suspendG: null,
};

const free: Bounds = {
  ...freeBounds,
  name: 'free-statuses',
  programs: Array.from({ length: 3 }, () => ({ sections: 12, growths: 3 })),
  buffersPerM: 1,
  eventsPerBuffer: 1,
  parts: { statuses: { gs: ['running', 'running', 'waiting', 'runnable', 'dead', 'dead'] } },
};

export const statuses: Part = {
  names,
  stopsAt: [
    ...unbufferedStops,
    'park_m: casgstatus',
    'ready: casgstatus',
    'newproc1: casgstatus',
    created,
    'gdestroy: casgstatus',
    'forEachGRace: readyNextGen',
  ],
  free,
  withoutTables: true,
  unbuffered: true,
  isSilent: hasBeenTraced,
  joined: (offer) => isJoined(offer) || offer.step === created,
  through: throughOf,
  options: (run) => ({ ...unbufferedOptions(run), sched: schedOf(run) }),
  prepare: (run) => {
    const { rt, reference } = run;
    for (const status of gsOf(run)) {
      const gp = reference.malg(rt, 'main', (own) => lives(run, own));
      gp.status = status;
      rt.allg.push(gp);
      if (status === 'dead') rt.schedt.gFree.push(gp);
    }
  },
  program: (run, mp) => schedules(run, mp),
  advancers: (run) => [run.reference.startTrace, (mp) => advances(run, mp)],
  excludes: isExcluded,
  logged: reads,
  take,
  abstraction: (run, next) => {
    const noted = notesOf(run);
    const { allg } = run.rt;
    const into = next.statuses.at(0);
    const numberOf = (gp: G | null): number => (gp === null ? 0 : allg.indexOf(gp) + 1);
    noted.ms.forEach(({ op, g, moved, acquired, asked }, id) => {
      const m = into.m.at(id);
      m.curg = numberOf(run.ms[id]?.curg ?? null);
      m.op = op;
      m.g = numberOf(g);
      m.moved = moved;
      for (const depth of [0, 1] as const) {
        m.acquired.set(depth, numberOf(acquired[depth]));
        m.asked.set(depth, asked[depth]);
      }
    });
    allg.forEach((gp, index) => {
      const g = into.g.at(index);
      g.status = statusOf[gp.status];
      g.owned = isOwned(run, gp);
      for (const slot of [0, 1, 2] as const) g.statusTraced.set(slot, gp.trace.statusTraced[slot] !== 0);
      for (const half of [0, 1] as const) g.seq.set(half, gp.trace.seq[half]);
    });
    into.advance.next = noted.looked;
    const untraced = run.advancers[1]?.untraced ?? [];
    allg.forEach((gp, index) => {
      const found = untraced.find((one) => one.gp === gp);
      into.advance.untraced.set(index, found === undefined ? 'none' : seenOf(found.status));
    });
    noted.reading.into(into);
  },
};

/** A goroutine whose stack is copied, or that is suspended, is running or waiting as far as the tracer goes. */
const statusOf: Readonly<Record<GStatus, Status>> = {
  idle: 'dead',
  runnable: 'runnable',
  running: 'running',
  copystack: 'running',
  syscall: 'syscall',
  waiting: 'waiting',
  preempted: 'waiting',
  dead: 'dead',
};

function schedOf(run: Run): Sched {
  return {
    ...run.reference.sched,
    *semacquire() {
      // Nobody stops the world here.
      yield* [];
    },
    semrelease: () => undefined,
    *stopTheWorld(mp) {
      const { trace } = run.rt;
      const isEnabled = (): boolean =>
        trace.gen === 0 && !trace.advancing && notesOf(run).ms.every(({ op }) => op === 'none');
      yield* run.reference.choose(mp, [
        { mp, step: 'StartTrace: trace.enabled', m: mp.id, depth: 0, isEnabled },
      ]);
      mp.quantum = 1;
    },
    startTheWorld: (mp) => run.reference.wait(mp, startsTheWorld, () => true),
    *forEachP() {
      // No M has a P.
      yield* [];
    },
  };
}

/** The section of a growth has written the status that its outer section is about to ask for: it will be told so. */
function hasBeenTraced(run: Run, { step, mp }: Offer): boolean {
  if (step !== 'traceSchedResourceState.acquireStatus') return false;
  const { gen = 0 } = mp.lockers.at(-1) ?? {};
  const isTracedIn = (gp: G | null | undefined): boolean =>
    gp === null || gp === undefined || run.reference.statusWasTraced(gp.trace, gen);
  return isTracedIn(mp.curg) && isTracedIn(notesOf(run).ms[mp.id]?.g);
}

const growsBefore: ReadonlySet<string> = new Set([
  'traceSchedResourceState.acquireStatus',
  'traceEventWriter.event',
]);

function isExcluded(run: Run, { step, mp }: Offer): boolean {
  const { bounds, rt } = run;
  // After its event a section has nothing left to call that grows the stack.
  if (step === 'newstack') return !growsBefore.has(mp.lockers[0]?.at ?? '');
  if (step !== 'forEachGRace: readyNextGen') return false;
  // The last generation ends with a stop, where there is one.
  if (!bounds.stop && rt.trace.gen >= bounds.generations) return true;
  const gp = rt.allg[notesOf(run).looked];
  return gp !== undefined && isRunning(gp) && !isTraced(run, gp);
}

/** Notes what the state of the reference does not show of a step. */
function take(run: Run, offer: Offer, takes: () => void): void {
  const { step, m, mp, depth } = offer;
  const noted = notesOf(run);
  const { allg } = run.rt;
  const own = noted.ms[m];
  const at = depth === 0 ? 0 : 1;
  const traced = allg.map(({ trace }) => trace.statusTraced.join());
  const ended = mp.advance?.gen ?? 0;
  if (own !== undefined && step === 'traceLocker.writer') {
    own.asked[at] = own.acquired[at] === mp.curg ? 'both' : 'other';
    own.acquired[at] = null;
  }
  const action = run.actionOf(offer);
  if (own !== undefined && action === 'WriteEvent') own.asked[at] = 'none';
  if (own !== undefined && step.endsWith(': casgstatus') && mp.lockers.length > 0) own.moved = true;
  if (step === 'StartTrace: trace.gen' && run.bounds.stop)
    noted.reading.starts((index) => (allg[index]?.status === 'dead' ? 'dead' : 'none'));
  if (step === 'forEachGRace: readyNextGen') noted.looked++;
  // What becomes of a stack of another size is left out.
  if (step === 'gdestroy: casgstatus' && mp.curg !== null) mp.curg.stackBytes = 2048;
  takes();
  // Gs are readied as soon as they wait: dropg, which comes later, must not take one from its next thread.
  for (const one of run.ms) if (one.curg !== null) one.curg.m ??= one;
  allg.forEach(({ goid }, index) => noted.indexOf.set(goid, index));
  if (own !== undefined && action === 'AcquireStatus')
    own.acquired[at] =
      allg.find(
        (gp, index) => gp.trace.statusTraced.join() !== traced[index] && (step !== created || gp === mp.curg),
      ) ?? null;
  if (step === 'traceAdvance: traceReadCPU') noted.reading.ends(ended, (_, left) => left !== 'dead');
  if (step === 'traceAdvance: trace.doneSema') noted.looked = 0;
}
