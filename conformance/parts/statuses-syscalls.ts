/** Goroutines that enter system calls, with their statuses; a P is no more than what an M has or lacks. */
import { statusNumber } from '../../model/index.ts';
import type { Bounds, ProgramDraft } from '../../model/index.ts';
import type { M, Offer, P } from '../../reference/index.ts';
import type { Choices } from '../names.ts';
import type { Part, Run } from '../run/run.ts';
import { anyLook, looksOfExits, numberOf, wirepStops } from './procs-stops.ts';
import { isOwned, isRunning, notesOf } from './statuses-notes.ts';
import { ownP, regains } from './statuses-syscalls-uses.ts';
import { statuses } from './statuses.ts';

const choices: Choices = {
  ...statuses.choices,
  ...anyLook(looksOfExits),
  'user code: entersyscall': 'entersyscall',
  'sysmon: retake': 'has lost its P',
  'user code: exitsyscall': ({ mp }) =>
    mp.rt.design.syscalls === 'procStatus' ? '' : mp.p === null ? { any: '' } : 'without',
};

const free: Bounds = {
  ...statuses.free,
  name: 'free-statuses-syscalls',
  programs: Array.from({ length: 3 }, () => ({ sections: 6, growths: 2 })),
  stop: false,
  restart: false,
  parts: { statuses: { gs: ['running', 'running', 'waiting', 'runnable', 'dead', 'dead'], syscalls: true } },
};

export const statusesSyscalls: Part = {
  ...statuses,
  choices,
  stopsAt: [
    ...statuses.stopsAt,
    ...looksOfExits,
    ...wirepStops,
    ...['execute: casgstatus', 'reentersyscall: casgstatus', 'reentersyscall: pp.m'],
  ],
  free,
  joined: (offer, next) =>
    statuses.joined?.(offer, next) === true ||
    (offer.step === 'schedule: execute' && next.step === 'execute: casgstatus'),
  options: (run) => ({ ...statuses.options?.(run), finds: () => run.finds() }),
  prepare: (run) => {
    statuses.prepare?.(run);
    const { rt, reference } = run;
    rt.gomaxprocs = run.ms.length + 1;
    for (let id = 0; id < rt.gomaxprocs; id++) {
      const pp = new reference.P(id);
      pp.status = 'running';
      // Statuses of Ps are another part's question: they all stand in the trace already.
      pp.trace.statusTraced.fill(1);
      rt.allp.push(pp);
    }
    for (const mp of run.ms) {
      const pp = ownP(run, mp);
      mp.p = pp;
      pp.m = mp;
      // No P has been left behind yet.
      mp.syscalltick = -1;
    }
  },
  take,
  places,
};

/** Of the idle Ps an M finds its own; who makes goroutines runnable wakes nobody for the others. */
function take(run: Run, offer: Offer, takes: () => void): void {
  const { pidle } = run.rt.schedt;
  const { mp: own } = offer;
  const mayFind = (pp: P): boolean => run.ms.includes(own) && pp === ownP(run, own) && isLeaving(run, own);
  const hidden = pidle.filter((pp) => !mayFind(pp));
  pidle.splice(0, Infinity, ...pidle.filter(mayFind));
  statuses.take?.(run, offer, takes);
  pidle.push(...hidden);
  for (const mp of run.ms) if (mp.p === null && notesOf(run).ms[mp.id]?.op === 'none') regains(run, mp);
}

const isLeaving = (run: Run, { id }: M): boolean => {
  const op = notesOf(run).ms[id]?.op;
  return op === 'enter' || op === 'lost' || op === 'blocked';
};

function places(run: Run, next: ProgramDraft): void {
  statuses.places?.(run, next);
  const { allg, allp, schedt } = run.rt;
  for (const mp of run.ms) {
    const m = next.m.at(mp.id);
    m.p = numberOf(mp.p);
    m.oldp = numberOf(mp.oldp);
    const pp = ownP(run, mp);
    m.ticks = pp.syscalltick === mp.syscalltick ? numberOf(pp) : 0;
  }
  for (const pp of allp) {
    const p = next.p.at(pp.id);
    p.status = statusNumber(pp.status === 'gcstop' ? 'none' : pp.status);
    p.idle = schedt.pidle.includes(pp);
    // That of callers is none of the model's.
    p.m = pp.id === 0 ? 1 : (pp.m?.id ?? -1) + 1;
  }
  allg.forEach((gp, index) => {
    next.g.at(index).owned = isRunning(gp) || gp.status === 'syscall' || isOwned(run, gp);
  });
}
