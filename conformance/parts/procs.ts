/** Ps: who has them, GOMAXPROCS, and every generation has the status of each. */
import { statusNumber } from '../../model/index.ts';
import type { Bounds, GoOrProcStatus, ProgramDraft } from '../../model/index.ts';
import type { M, Offer, P, PStatus } from '../../reference/index.ts';
import type { Choices } from '../names.ts';
import { freeBounds } from '../run/free-bounds.ts';
import type { Part, Run } from '../run/run.ts';
import { resting } from '../stops.ts';
import { hasSyscalls, notesOf, psOf } from './procs-notes.ts';
import { reads } from './procs-reads.ts';
import { isOfCallers, schedOf } from './procs-sched.ts';
import { Reading } from './reading.ts';
import { numberOf, procStops } from './procs-stops.ts';
import { resizes, uses } from './procs-uses.ts';
import {
  areJoined,
  calls,
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

const free: Bounds = {
  ...freeBounds,
  name: 'free-procs',
  programs: Array.from({ length: 4 }, () => ({ sections: 12, growths: 0 })),
  buffersPerM: 1,
  eventsPerBuffer: 1,
  parts: { procs: { ps: 1, resizes: 12 } },
};

/** Steps to stop before, in system calls, too. */
export const procStopsAt: readonly string[] = [
  ...schedulerStops.filter((step) => step !== 'traceAdvance: traceReadCPU'),
  'traceAdvance: readyNextGen',
  'pidleput: sched.lock',
];

export const procs: Part = {
  choices,
  stops: { ...procStops, gomaxprocs: { stop: () => resting } },
  stopsAt: procStopsAt,
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

const noGs = new Reading([]);

function places(run: Run, next: ProgramDraft): void {
  const { allp, gomaxprocs, schedt } = run.rt;
  const { reading, readingMs, resizes: left } = notesOf(run);
  const isStopped = run.advancers[0]?.offers[0]?.step === 'StartTrace: trace.gen';
  next.stopped = isStopped;
  // Where GOMAXPROCS does not change, nobody else wants them.
  if (!hasSyscalls(run)) {
    next.locks['the_stopped_world'] = isStopped;
    next.locks['worldsema'] = schedt.worldsema;
  }
  next.allp = gomaxprocs;
  next.resizes = left;
  for (const { id, p } of run.ms) next.m.at(id).p = numberOf(p);
  for (const pp of allp) abstractP(run, pp, next.p.at(pp.id));
  noGs.into(next.known);
  reading.into(next.knownPs);
  readingMs.into(next.knownPs);
}

function abstractP(run: Run, pp: P, into: ReturnType<ProgramDraft['p']['at']>): void {
  const { sinceBump, owed } = notesOf(run);
  const { id, trace, status } = pp;
  into.status = statusNumber(statuses[status]);
  into.idle = run.rt.schedt.pidle.includes(pp);
  // Elsewhere it is no matter which M has it.
  into.m = hasSyscalls(run) ? holderOf(pp) : Math.min(holderOf(pp), 1);
  if (hasSyscalls(run)) into.syscallM = pp.mSyscallID + 1;
  for (const slot of [0, 1, 2] as const) into.traced.set(slot, trace.statusTraced[slot] !== 0);
  for (const half of [0, 1] as const) into.seq.set(half, trace.seq[half]);
  into.sinceBump = sinceBump[id] === true;
  into.owed = owed[id] === true;
  // Lists that procresize makes are over with it.
  into.link = 0;
}

/** The M that has it, from 1. That of callers is none of the model's. */
const holderOf = (pp: P): number => (isOfCallers(pp) ? 1 : (pp.m?.id ?? -1) + 1);

/** Nobody sees a P that stops with the world: it is over in the same step. */
const statuses: Readonly<Record<PStatus, GoOrProcStatus>> = {
  idle: 'idle',
  running: 'running',
  syscall: 'syscall',
  gcstop: 'none',
  dead: 'dead',
};

/** Notes what the state of the reference does not show of a step. */
function take(run: Run, { step, mp }: Offer, takes: () => void): void {
  const noted = notesOf(run);
  const { allp, trace } = run.rt;
  const { gen, flushedGen } = trace;
  if (step === 'StartTrace: trace.gen') noted.reading.starts(() => 'none');
  if (step.startsWith('traceAdvance(')) noted.stops = step === 'traceAdvance(true)';
  takes();
  const own = run.ms.includes(mp) ? noted.ms[mp.id] : undefined;
  if (own !== undefined && !isOfSection(step)) own.last = step;
  // The number is taken with the step before.
  if (own !== undefined && mp.lockers[0]?.at === 'traceEventWriter.event: arguments')
    own.seq = allp[1]?.trace.seq[mp.lockers[0].gen % 2 === 0 ? 0 : 1] ?? 0;
  for (const { id, status } of allp) {
    if (trace.gen !== gen) {
      noted.owed[id] = gen !== 0 && noted.sinceBump[id] === true;
      noted.sinceBump[id] = true;
    }
    // Of one that dies, nobody has to say anything from then on.
    if (status === 'dead') noted.sinceBump[id] = false;
  }
  if (trace.flushedGen === flushedGen || trace.flushedGen === 0) return;
  noted.readingMs.ends(noted.reading, trace.flushedGen);
  noted.reading.ends(trace.flushedGen, (id) => noted.owed[id] === true);
  noted.owed.fill(false);
}

/** Steps that every section has, but for its end. */
const isOfSection = (step: string): boolean =>
  /^trace(Enabled|AcquireEnabled|Locker|EventWriter|SchedResourceState)\b/.test(step);
