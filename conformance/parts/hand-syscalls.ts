/** Ps: who has them and in which system call, GOMAXPROCS, and every generation has the status of each. */
import type { Bounds, TracerSchema } from '../../model/index.ts';
import type { Draft } from '../../checker/index.ts';
import type { M, Offer, P, PStatus } from '../../reference/index.ts';
import type { Names } from '../hand-names.ts';
import { freeBounds } from '../run/free-bounds.ts';
import type { Part, Run } from '../run/run.ts';
import { isInSyscall, loses, notesOf, procOf, setOp } from './hand-notes.ts';
import type { Noted, Procs } from './hand-notes.ts';
import { reads } from './hand-reads.ts';
import { isExcluded, schedOf } from './hand-sched.ts';
import { resizes, uses } from './hand-uses.ts';
import {
  advances,
  isJoined,
  throughOf,
  unbufferedNames,
  unbufferedOptions,
  unbufferedStops,
} from './unbuffered.ts';

/** Up to 1.25 the status is swapped, where it is still what the thief has seen. */
const swaps = ({ mp: { rt } }: Offer): string =>
  rt.allp.some(({ status }) => status === 'syscall') ? 'StealP' : 'RetakeFails';

const names: Names = {
  ...unbufferedNames,
  'schedule: pidleget': 'AcquireP',
  'schedule: releasep': 'ReleaseP',
  'schedule: heapAlloc': 'OtherEvent',
  'releasepNoTrace: pp.status': 'PIdle',
  'GOMAXPROCS: procresize': 'ProcResize',
  'user code: entersyscall': 'EnterSyscall',
  'user code: exitsyscall': 'ExitSyscall',
  'user code: exitsyscall0': 'ExitSyscallBlocked',
  'reentersyscall: pp.status': 'LeaveP',
  // Nobody sees it before the section ends, in which the event has been written.
  'reentersyscall: casgstatus': null,
  'sysmon: retake': 'Retake',
  'retake: pp.status': swaps,
  'syscallingThread.releaseP: pp.status': 'StealP',
  // worldsema is taken with the first status, if there is one to wait for.
  'forEachP: worldsema': 'AdvanceForEachP',
  'forEachP: runSafePointFn': 'AdvanceForEachP',
  'forEachP: retake': 'AdvanceTakesP',
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

const procs: Part = {
  names,
  stopsAt: [
    ...unbufferedStops,
    'releasepNoTrace: pp.status',
    'traceAdvance: readyNextGen',
    'syscallingThread.releaseP: pp.status',
  ],
  free,
  withoutTables: true,
  unbuffered: true,
  joined: (offer) => isJoined(offer) || offer.step === 'forEachP: worldsema',
  through: throughOf,
  options: (run) => ({ ...unbufferedOptions(run), traceallocfree: false, sched: schedOf(run) }),
  prepare: ({ rt, ms, bounds, reference: { P } }) => {
    rt.gomaxprocs = bounds.parts.procs?.ps ?? 0;
    for (let id = 0; id < rt.gomaxprocs; id++) rt.allp[id] = new P(id);
    for (const mp of ms) {
      if (mp.curg === null) continue;
      mp.curg.m = mp;
      mp.curg.status = 'running';
    }
  },
  program: (run, mp) => uses(run, mp),
  advancers: (run) => [run.reference.startTrace, (mp) => advances(run, mp)],
  threads: (run) => (run.bounds.parts.procs?.resizes === 0 ? [] : [(mp: M) => resizes(run, mp)]),
  excludes: isExcluded,
  logged: reads,
  take,
  abstraction: (run, next) => {
    const noted = notesOf(run);
    const into = next.procs.at(0);
    for (const { id } of run.ms) {
      const m = into.m.at(id);
      const own = noted.ms[id];
      m.p = (procOf(run, id)?.id ?? -1) + 1;
      m.op = own?.op ?? 'none';
      m.acquired = own?.acquired ?? 0;
      m.target = own?.target ?? 0;
    }
    for (const pp of run.rt.allp) abstractP(noted, pp, into.p.at(pp.id));
    into.advance.next = noted.next;
    into.advance.readied = noted.readied;
    into.resizes = noted.resizes;
    noted.reading.into(into);
    noted.readingMs.into(into);
  },
};

/** With Ms that enter system calls and lose their Ps there; tracing goes on. */
export const syscalls: Part = {
  ...procs,
  free: {
    ...free,
    name: 'free-syscalls',
    stop: false,
    restart: false,
    parts: { procs: { ps: 1, resizes: 0, syscalls: true, blockedEnds: true } },
  },
};

type Status = ReturnType<Draft<TracerSchema['fields']['procs']['of']>['p']['at']>['status'];

function abstractP({ sinceBump, owed, syscallM }: Noted, pp: P, into: ReturnType<Procs['p']['at']>): void {
  const { id, trace, status } = pp;
  into.status = isInSyscall(pp) ? 'syscall' : statuses[status];
  for (const slot of [0, 1, 2] as const) into.statusTraced.set(slot, trace.statusTraced[slot] !== 0);
  for (const half of [0, 1] as const) into.seq.set(half, trace.seq[half]);
  into.syscallM = syscallM[id] ?? 0;
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

/** Notes what the state of the reference does not show of a step. */
function take(run: Run, offer: Offer, takes: () => void): void {
  const { step, m, mp } = offer;
  const noted = notesOf(run);
  const own = noted.ms[m];
  const { allp, design, schedt } = run.rt;
  const action = run.actionOf(offer);
  const traced = allp.map(({ trace }) => trace.statusTraced.join());
  const ended = mp.advance?.gen ?? 0;
  const bumps = step === 'traceAdvance: trace.gen' || step === 'traceAdvance: trace.gen = 0';
  const before = design.procStatuses === 'beforeBump';
  if (own !== undefined && step === 'traceLocker.writer') own.acquired = 0;
  if (step === 'StartTrace: trace.gen') noted.reading.starts(() => 'none');
  if (bumps || step === 'StartTrace: trace.gen')
    for (const { id, status } of allp) {
      if (bumps) noted.owed[id] = noted.sinceBump[id] === true;
      noted.sinceBump[id] = status !== 'dead';
    }
  if (step === 'traceAdvance: readyNextGen') noted.readied = true;
  // Up to 1.25, worldsema is taken here, and given back with the next step of the thread.
  if (step === 'traceAdvance: trace.gen = 0') schedt.worldsema = true;
  const target = allp[(own?.target ?? 0) - 1];
  if (action === 'StealP' && target !== undefined) {
    setOp(run, m, 'steal');
    loses(run, target);
  }
  // The P of whose M an event or a theft tells.
  const written = own?.op === 'steal' ? target : procOf(run, m);
  const told = action === 'AdvanceTakesP' ? allp[noted.next - 1] : action === 'WriteEvent' ? written : null;
  takes();
  if (own !== undefined && action === 'AcquireStatus')
    own.acquired = allp.findIndex(({ trace }, id) => trace.statusTraced.join() !== traced[id]) + 1;
  if (told !== null && told !== undefined) noted.syscallM[told.id] = told.mSyscallID + 1;
  if (step === 'traceAdvance: traceReadCPU') {
    noted.readingMs.ends(noted.reading, ended);
    noted.reading.ends(ended, (id) => noted.owed[id] === true);
    noted.owed.fill(false);
  }
  if (before ? bumps : step === 'traceAdvance: trace.doneSema') {
    noted.next = 1;
    noted.readied = false;
  }
}
