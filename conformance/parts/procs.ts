/** Ps: who has them, GOMAXPROCS, and every generation has the status of each. */
import { statusNumber } from '../../model/index.ts';
import type { Bounds, GoOrProcStatus, ProgramDraft, ValueType } from '../../model/index.ts';
import type { M, Offer, P, PStatus } from '../../reference/index.ts';
import type { Choices } from '../names.ts';
import { freeBounds } from '../run/free-bounds.ts';
import type { Part, Run, StopsOfKinds } from '../run/run.ts';
import { coreStops, resting } from '../stops.ts';
import { notesOf, opOf, psOf } from './procs-notes.ts';
import { reads } from './procs-reads.ts';
import { isOfCallers, schedOf } from './procs-sched.ts';
import { resizes, uses } from './procs-uses.ts';
import {
  areJoined,
  calls,
  schedulerCallerLocal,
  schedulerCallerStop,
  schedulerChoices,
  schedulerStops,
  throughOfSteps,
  unbufferedOptions,
} from './unbuffered.ts';

const choices: Choices = {
  ...schedulerChoices,
  'StartTrace: trace.gen': ({ mp: { rt } }) => `from ${rt.gomaxprocs}`,
  'schedule: pidleget': ({ about = 0 }) => `P${about}`,
  'schedule: releasep': 'releasep',
  'schedule: heapAlloc': 'log',
  'GOMAXPROCS: stopTheWorld': ({ about = 0, mp: { rt } }) => `to ${about} from ${rt.gomaxprocs}`,
};

const stops: StopsOfKinds = {
  ...coreStops,
  own: { stop: stopOf, local: localOf },
  caller: { stop: (run) => schedulerCallerStop(run, notesOf(run).stops), local: callerLocal },
  gomaxprocs: { stop: () => resting },
};

const free: Bounds = {
  ...freeBounds,
  name: 'free-procs',
  programs: Array.from({ length: 4 }, () => ({ sections: 12, growths: 0 })),
  buffersPerM: 1,
  eventsPerBuffer: 1,
  parts: { procs: { ps: 1, resizes: 12 } },
};

export const procs: Part = {
  choices,
  stops,
  stopsAt: [
    ...schedulerStops.filter((step) => step !== 'traceAdvance: traceReadCPU'),
    'traceAdvance: readyNextGen',
  ],
  free,
  withoutTables: true,
  unbuffered: true,
  joined: (offer, next) => areJoined(offer, next) || isOneCall(offer, next),
  through: throughOfSteps,
  options: (run) => ({ ...unbufferedOptions(run), traceallocfree: false, sched: schedOf(run) }),
  prepare: (run) => {
    const { rt, reference } = run;
    rt.gomaxprocs = psOf(run);
    for (let id = 0; id < rt.gomaxprocs; id++) {
      const pp = new reference.P(id);
      if (isOfCallers(pp)) pp.status = 'running';
      else rt.schedt.pidle.push(pp);
      rt.allp.push(pp);
    }
  },
  program: (run, mp) => uses(run, mp),
  advancers: (run) => [run.reference.startTrace, (mp) => calls(run, mp)],
  threads: (run) => [(mp: M) => resizes(run, mp)],
  threadOf: () => ({ kind: 'gomaxprocs', index: 0 }),
  logged: reads,
  take,
  places,
};

/** What comes first after traceAdvance's call: the P of callers, which is always at a safe point, or up to 1.25 the store. */
const isOneCall = ({ step }: Offer, next: Offer): boolean =>
  (step.startsWith('traceAdvance(') && next.step.startsWith('traceAdvance: trace.gen')) ||
  ((step.startsWith('traceAdvance(') || step === 'forEachP: worldsema') &&
    next.step === 'forEachP: runSafePointFn');

function places(run: Run, next: ProgramDraft): void {
  const { allp, gomaxprocs, schedt } = run.rt;
  const { reading, resizes: left } = notesOf(run);
  const isStopped = run.advancers[0]?.offers[0]?.step === 'StartTrace: trace.gen';
  next.stopped = isStopped;
  next.locks['the_stopped_world'] = isStopped;
  next.locks['worldsema'] = schedt.worldsema;
  next.allp = gomaxprocs;
  next.resizes = left;
  for (const { id, p } of run.ms) next.m.at(id).p = numberOf(p);
  for (const pp of allp) abstractP(run, pp, next.p.at(pp.id));
  reading.into(next.knownPs);
}

const numberOf = (pp: P | null): number => (pp === null ? 0 : pp.id + 1);

function abstractP(run: Run, pp: P, into: ReturnType<ProgramDraft['p']['at']>): void {
  const { sinceBump, owed } = notesOf(run);
  const { id, trace, status } = pp;
  into.status = statusNumber(statuses[status]);
  into.idle = run.rt.schedt.pidle.includes(pp);
  into.m = Number(isOfCallers(pp) || pp.m !== null);
  for (const slot of [0, 1, 2] as const) into.traced.set(slot, trace.statusTraced[slot] !== 0);
  for (const half of [0, 1] as const) into.seq.set(half, trace.seq[half]);
  into.sinceBump = sinceBump[id] === true;
  into.owed = owed[id] === true;
}

/** Nobody sees a P that stops with the world: it is over in the same step. */
const statuses: Readonly<Record<PStatus, GoOrProcStatus>> = {
  idle: 'idle',
  running: 'running',
  syscall: 'syscall',
  gcstop: 'none',
  dead: 'dead',
};

function stopOf(run: Run, index: number): string {
  const mp = run.ms[index];
  if (mp === undefined || opOf(run, mp) === 'none') return resting;
  const section = coreStops.own.stop(run, index);
  return `${opOf(run, mp)}: ${section === resting ? (mp.offers[0]?.step ?? resting) : section}`;
}

function localOf(run: Run, index: number, type: ValueType): number | undefined {
  const mp = run.ms[index];
  const gen = mp?.lockers[0]?.gen ?? 0;
  const pp = mp?.p ?? notesOf(run).ms[index]?.released ?? null;
  if (type === 'gen') return gen;
  if (type === 'p') return numberOf(pp);
  return type === 'seq' ? (pp?.trace.seq[gen % 2 === 0 ? 0 : 1] ?? 0) : undefined;
}

function callerLocal(run: Run, _: number, type: ValueType): number | undefined {
  if (type === 'p') return notesOf(run).next;
  // Before it stores the next generation, it keeps this one, too: that it stores the right one is seen then.
  const isBeforeStore = run.advancers[1]?.offers[0]?.step === 'traceAdvance: trace.gen';
  return type === 'gen' && isBeforeStore ? undefined : schedulerCallerLocal(run, _, type);
}

/** Notes what the state of the reference does not show of a step. */
function take(run: Run, { step }: Offer, takes: () => void): void {
  const noted = notesOf(run);
  const { allp, trace } = run.rt;
  const { gen, flushedGen } = trace;
  if (step === 'StartTrace: trace.gen') noted.reading.starts(() => 'none');
  if (step.startsWith('traceAdvance(')) noted.stops = step === 'traceAdvance(true)';
  takes();
  for (const { id, status } of allp) {
    if (trace.gen !== gen) {
      noted.owed[id] = gen !== 0 && noted.sinceBump[id] === true;
      noted.sinceBump[id] = true;
    }
    // Of one that dies, nobody has to say anything from then on.
    if (status === 'dead') noted.sinceBump[id] = false;
  }
  if (trace.flushedGen === flushedGen || trace.flushedGen === 0) return;
  noted.reading.ends(trace.flushedGen, (id) => noted.owed[id] === true);
  noted.owed.fill(false);
}
