/** Goroutines: what they do and what becomes of them, and every generation has the status of each. */
import { statusNumber } from '../../model/index.ts';
import type { Bounds, GoOrProcStatus, ProgramDraft } from '../../model/index.ts';
import type { G, GStatus, Offer, Sched } from '../../reference/index.ts';
import type { Choices } from '../names.ts';
import { freeBounds } from '../run/free-bounds.ts';
import type { Part, Run, StopsOfKinds } from '../run/run.ts';
import { coreStops, resting } from '../stops.ts';
import { gsOf, isOwned, isRunning, notesOf, seenOf } from './statuses-notes.ts';
import { reads } from './statuses-reads.ts';
import { lives, schedules } from './statuses-uses.ts';
import {
  areJoined,
  calls,
  schedulerCallerLocal,
  schedulerCallerStop,
  schedulerChoices,
  schedulerStops,
  startsTheWorld,
  throughOfSteps,
  unbufferedOptions,
} from './unbuffered.ts';

const about =
  (word: string) =>
  ({ about: g = 0 }: Offer): string =>
    `${word} G${g}`;

const choices: Choices = {
  ...schedulerChoices,
  'schedule: execute': about('execute'),
  'user code: goready': about('ready'),
  'user code: newproc': about('create'),
  'user code: gopark': 'park',
  'user code: goexit': 'end',
  'user code: userTaskEnd': 'log',
};

const stops: StopsOfKinds = {
  ...coreStops,
  own: { stop: stopOf, local: localOf },
  growth: {
    stop: (run, index) => {
      const stop = coreStops.growth.stop(run, index);
      return stop === resting ? stop : `${stop} ${acquiredBy(run, index, 1)}`;
    },
    local: coreStops.growth.local,
  },
  caller: { stop: (run) => schedulerCallerStop(run, notesOf(run).stops), local: schedulerCallerLocal },
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
  choices,
  stops,
  stopsAt: [
    ...schedulerStops,
    'park_m: casgstatus',
    'ready: casgstatus',
    'newproc1: casgstatus',
    'GoCreate: setStatusTraced',
    'gdestroy: casgstatus',
    'forEachGRace: readyNextGen',
  ],
  free,
  withoutTables: true,
  unbuffered: true,
  joined: (offer, next) => areJoined(offer, next) || offer.step === 'traceAdvance: worldsema',
  through: throughOfSteps,
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
  advancers: (run) => [run.reference.startTrace, (mp) => calls(run, mp)],
  excludes: isExcluded,
  logged: reads,
  take,
  places,
};

function places(run: Run, next: ProgramDraft): void {
  const { allg } = run.rt;
  for (const { id, curg } of run.ms) next.m.at(id).curg = curg === null ? 0 : allg.indexOf(curg) + 1;
  const untraced = run.advancers[1]?.untraced ?? [];
  allg.forEach((gp, index) => {
    const g = next.g.at(index);
    g.status = statusNumber(statusOf[gp.status]);
    g.owned = isRunning(gp) || isOwned(run, gp);
    for (const slot of [0, 1, 2] as const) g.traced.set(slot, gp.trace.statusTraced[slot] !== 0);
    for (const half of [0, 1] as const) g.seq.set(half, gp.trace.seq[half]);
    const found = untraced.find((one) => one.gp === gp);
    next.noted.set(index, found === undefined ? 0 : statusNumber(seenOf(found.status)));
  });
  next.stopped = run.advancers[0]?.offers[0]?.step === 'StartTrace: trace.gen';
  notesOf(run).reading.into(next.known);
}

/** Whose status a section has acquired, or is about to. */
function acquiredBy(run: Run, index: number, depth: 0 | 1): string {
  const noted = notesOf(run).ms[index];
  const mp = run.ms[index];
  const [locker] = mp?.lockers.filter(({ inGrowth }) => inGrowth === (depth === 1)) ?? [];
  if (noted === undefined || locker === undefined) return '';
  const of = (gp: G | null): string =>
    gp === null ? '' : gp === noted.g && noted.op !== 'start' ? 'of another' : 'of its own';
  if (locker.at === 'traceLocker.writer') return of(noted.acquired[depth]);
  if (locker.at !== 'traceSchedResourceState.acquireStatus') return '';
  const isDue =
    noted.op === 'ready' && noted.g !== null && !run.reference.statusWasTraced(noted.g.trace, locker.gen);
  return isDue ? 'of another' : 'of its own';
}

function stopOf(run: Run, index: number): string {
  const mp = run.ms[index];
  const noted = notesOf(run).ms[index];
  if (mp === undefined || noted === undefined || noted.op === 'none') return resting;
  const section = coreStops.own.stop(run, index);
  const stop = section === resting ? (mp.offers[0]?.step ?? resting) : section;
  const by =
    noted.op === 'ready' && mp.curg === null ? ' by the scheduler' : noted.spare ? '' : ' because it has to';
  const events = inSyscalls.has(noted.op)
    ? `, after ${noted.events} events and ${noted.sections} sections`
    : '';
  return `${noted.op}${by}: ${stop} ${acquiredBy(run, index, 0)}${events}`;
}

const inSyscalls: ReadonlySet<string> = new Set(['enter', 'exit', 'lost', 'blocked']);

function localOf(run: Run, index: number, type: string): number | undefined {
  return type === 'gen' ? (run.ms[index]?.lockers[0]?.gen ?? 0) : undefined;
}

/** A goroutine whose stack is copied, or that is suspended, is running or waiting as far as the tracer goes. */
const statusOf: Readonly<Record<GStatus, GoOrProcStatus>> = {
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
    *semacquire(mp) {
      // Nobody stops the world here, and StartTrace takes it with its first step.
      if (run.rt.trace.advancing && mp.advance === null)
        yield* run.reference.wait(mp, 'traceAdvance: worldsema', () => true);
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

const growsBefore: ReadonlySet<string> = new Set([
  'traceLocker.eventWriter',
  'traceEventWriter.event: arguments',
]);

function isExcluded(run: Run, { step, mp }: Offer): boolean {
  // After its event a section has nothing left to call that grows the stack.
  if (step === 'newstack') return !growsBefore.has(mp.lockers[0]?.at ?? '');
  // A goroutine that is to be suspended parks.
  const gp = run.rt.allg[notesOf(run).looked - 1];
  return step === 'suspendG' && gp !== undefined && isRunning(gp);
}

/** Notes what the state of the reference does not show of a step. */
function take(run: Run, offer: Offer, takes: () => void): void {
  const { step, m, mp, depth } = offer;
  const noted = notesOf(run);
  const { allg, trace } = run.rt;
  const own = noted.ms[m];
  const at = depth === 0 ? 0 : 1;
  const traced = allg.map(({ trace }) => trace.statusTraced.join());
  const flushed = trace.flushedGen;
  if (own !== undefined && step === 'traceLocker.writer') own.acquired[at] = null;
  if (step === 'StartTrace: trace.gen')
    noted.reading.starts((index) => (allg[index]?.status === 'dead' ? 'dead' : 'none'));
  if (step === 'traceAdvance(false)' || step === 'traceAdvance(true)')
    noted.stops = step === 'traceAdvance(true)';
  // With the call comes the look at the first.
  if (step === 'forEachGRace: readyNextGen' || step.startsWith('traceAdvance(')) noted.looked++;
  // What becomes of a stack of another size is left out.
  if (own?.op === 'end' && mp.curg !== null) mp.curg.stackBytes = 2048;
  if (own !== undefined && step === 'traceRelease' && mp.lockers.length === 1) own.sections++;
  takes();
  // Gs are readied as soon as they wait: dropg, which comes later, must not take one from its next thread.
  for (const one of run.ms) if (one.curg !== null) one.curg.m ??= one;
  allg.forEach(({ goid }, index) => noted.indexOf.set(goid, index));
  const acquires = step === 'traceSchedResourceState.acquireStatus' || step === 'traceLocker.eventWriter';
  if (own !== undefined && acquires)
    own.acquired[at] = allg.find(({ trace }, index) => trace.statusTraced.join() !== traced[index]) ?? null;
  if (trace.flushedGen !== flushed && trace.flushedGen !== 0)
    noted.reading.ends(trace.flushedGen, (_, left) => left !== 'dead');
  if (step === 'traceAdvance: trace.doneSema') noted.looked = 0;
}
