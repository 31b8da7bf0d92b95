/** System calls: Ms leave their Ps behind, and others take them from there; tracing goes on. */
import { statusNumber } from '../../model/index.ts';
import type { ProgramDraft } from '../../model/index.ts';
import type { G, Offer } from '../../reference/index.ts';
import type { Choices } from '../names.ts';
import type { Part, Run } from '../run/run.ts';
import { notesOf } from './procs-notes.ts';
import { isOfCallers } from './procs-sched.ts';
import { anyLook, looksOfExits, numberOf, procStops, wirepStops } from './procs-stops.ts';
import { procStopsAt, procs } from './procs.ts';

/** Looks at the scheduler come with these. */
const looks = [
  ...looksOfExits,
  'user code: exitsyscall',
  'preemptone: pp.m',
  'setBlockOnExitSyscall: pp.status',
  'setBlockOnExitSyscall: pp.m',
  'setBlockOnExitSyscall: readgstatus',
  'setBlockOnExitSyscall: castogscanstatus',
];

const choices: Choices = {
  ...procs.choices,
  ...anyLook(looks),
  'schedule: pidleget': ({ about = 0 }) => `for itself P${about}`,
  'schedule: heapAlloc': 'for itself log',
  'user code: entersyscall': 'for itself entersyscall',
  'sysmon: retake': ({ about = 0 }) => ({ any: `retake P${about}` }),
};

export const syscalls: Part = {
  ...procs,
  choices,
  stops: procStops,
  stopsAt: [
    ...procStopsAt,
    ...looks,
    ...wirepStops,
    ...['releasepNoTrace: pp.m', 'releasepNoTrace: pp.status'],
    ...['releasepNoTrace: pp.m = nil', 'releasepNoTrace: pp.status = idle'],
    ...['reentersyscall: casgstatus', 'reentersyscall: runSafePointFn'],
    ...['syscallingThread.releaseP: pp.m', 'syscallingThread.releaseP: pp.status'],
  ],
  free: {
    ...procs.free,
    name: 'free-syscalls',
    // Most are looks of sysmon's.
    programs: Array.from({ length: 4 }, () => ({ sections: 24, growths: 0 })),
    stop: false,
    restart: false,
    parts: { procs: { ps: 1, resizes: 0, syscalls: true, blockedEnds: true } },
  },
  options: (run) => ({ ...procs.options?.(run), finds: () => run.finds() }),
  prepare: (run) => {
    procs.prepare?.(run);
    for (const mp of run.ms) {
      // No P has been left behind yet.
      mp.syscalltick = -1;
      if (mp.curg !== null) Object.assign(mp.curg, { status: 'running', m: mp });
    }
  },
  threads: () => [],
  isSilent,
  take: (run, offer, takes) => {
    procs.take?.(run, offer, takes);
    // Programs know a goroutine by its M.
    notesOf(run).ms.forEach(({ g }, m) => {
      const mp = run.ms[m];
      if (mp === undefined || g === null) return;
      mp.curg = g;
      g.m = mp;
    });
  },
  places,
};

function places(run: Run, next: ProgramDraft): void {
  procs.places?.(run, next);
  const noted = notesOf(run).ms;
  for (const { id, oldp, syscalltick } of run.ms) {
    const m = next.m.at(id);
    const g = noted[id]?.g ?? null;
    m.goroutine = statusNumber(statusOf(g));
    m.scan = g?.scan === true;
    m.oldp = numberOf(oldp);
    const known = run.rt.allp.find((pp) => !isOfCallers(pp) && pp.syscalltick === syscalltick);
    m.ticks = numberOf(known ?? null);
  }
}

const statusOf = (gp: G | null) =>
  gp?.status === 'running' || gp?.status === 'syscall' || gp?.status === 'runnable' ? gp.status : 'none';

const writes = /^trace(EventWriter|Locker|Writer|Buf)\b/;

/** A goroutine that goes on with another P says so, which programs leave to the scheduler. */
function isSilent(run: Run, { mp, step }: Offer): boolean {
  const { op, ended } = (run.ms.includes(mp) ? notesOf(run).ms[mp.id] : undefined) ?? {};
  return op === 'exit' && ended === true && writes.test(step);
}
