/** What Ms do with Ps, and GOMAXPROCS. */
import type { M, Offer, P, Steps } from '../../reference/index.ts';
import type { Run } from '../run/run.ts';
import { begins, ends, hasSyscalls, notesOf } from './procs-notes.ts';
import { canStop, isOfCallers, stopPs } from './procs-sched.ts';
import { mayBeTaken, syscall, watches } from './syscalls-uses.ts';
import { atOnce, mayBegin } from './unbuffered.ts';

/** An M outside of sections, again and again, on its system stack. */
export function* uses(run: Run, mp: M): Steps<void> {
  const { acquirep, choose, handoffp, heapAlloc, isOk, releasep, traceAcquire, traceRelease } = run.reference;
  const { allp, schedt } = run.rt;
  mp.onG0 = true;
  const offer = (step: string, isEnabled: () => boolean): Offer => ({
    mp,
    step,
    m: mp.id,
    depth: 0,
    isEnabled: () => (run.sections[mp.id] ?? 0) > 0 && mayBegin(run) && isEnabled(),
  });
  const hasP = (): boolean => mp.p !== null;
  const isIdle = (pp: P): boolean => mp.p === null && schedt.pidle.includes(pp);
  const takes = allp.map((pp) => ({ ...offer('schedule: pidleget', () => isIdle(pp)), about: pp.id }));
  const releases = offer('schedule: releasep', hasP);
  const allocates = offer('schedule: heapAlloc', hasP);
  const enters = offer('user code: entersyscall', hasP);
  // A look that finds nothing to take changes nothing.
  const looks = allp
    .filter((pp) => !isOfCallers(pp))
    .map((pp) => ({ ...offer('sysmon: retake', () => mayBeTaken(pp, mp)), about: pp.id }));
  const ofSyscalls = hasSyscalls(run) ? [enters, ...looks] : [];
  for (;;) {
    ends(run, mp);
    const taken = yield* choose(mp, [...takes, releases, allocates, ...ofSyscalls]);
    const pp = allp[taken.about ?? 0];
    if (taken === releases) {
      begins(run, mp, 'stop');
      const own = yield* releasep(mp);
      const noted = notesOf(run).ms[mp.id];
      if (noted !== undefined) noted.released = own;
      yield* handoffp(mp, own);
    } else if (taken === allocates) {
      begins(run, mp, 'other');
      const tl = yield* traceAcquire(mp);
      if (!isOk(tl)) continue;
      yield* heapAlloc(tl, 0);
      yield* traceRelease(tl);
    } else if (taken === enters) {
      yield* syscall(run, mp);
    } else if (pp !== undefined && taken.step === looks[0]?.step) {
      begins(run, mp, 'retake');
      yield* watches(run, mp, pp);
    } else if (pp !== undefined) {
      begins(run, mp, 'start');
      schedt.pidle.splice(schedt.pidle.indexOf(pp), 1);
      yield* acquirep(mp, pp);
    }
  }
}

/** Who changes GOMAXPROCS stops the world for it, and has worldsema. */
export function* resizes(run: Run, mp: M): Steps<void> {
  const { choose, procresize } = run.reference;
  const { rt } = run;
  const noted = notesOf(run);
  const [own] = rt.allp;
  if (own === undefined) return;
  mp.p = own;
  const isEnabled = (nprocs: number): boolean =>
    noted.resizes > 0 && nprocs !== rt.gomaxprocs && mayBegin(run) && !rt.schedt.worldsema && canStop(run);
  for (;;) {
    const step = 'GOMAXPROCS: stopTheWorld';
    const offers = rt.allp.map(({ id }): Offer => ({
      mp,
      step,
      m: mp.id,
      depth: 0,
      about: id + 1,
      isEnabled: () => isEnabled(id + 1),
    }));
    const { about = 0 } = yield* choose(mp, offers);
    noted.resizes--;
    stopPs(run);
    // Programs leave out its section, and so what that says of the caller's own P.
    const traced = own.trace.statusTraced.splice(0, 3, 1, 1, 1);
    yield* atOnce(mp, 'traceRelease', procresize(mp, about));
    own.trace.statusTraced.splice(0, 3, ...traced);
  }
}
