/** What Ms do with Ps, and GOMAXPROCS. */
import type { M, Offer, P, Steps } from '../../reference/index.ts';
import type { Run } from '../run/run.ts';
import { begins, ends, notesOf } from './procs-notes.ts';
import { canStop, stopPs } from './procs-sched.ts';
import { atOnce, mayBegin } from './unbuffered.ts';

/** An M outside of sections, again and again, on its system stack. */
export function* uses(run: Run, mp: M): Steps<void> {
  const { acquirep, choose, heapAlloc, isOk, releasep, traceAcquire, traceRelease, wait } = run.reference;
  const { allp, schedt } = run.rt;
  mp.onG0 = true;
  const offer = (step: string, isEnabled: () => boolean): Offer => ({
    mp,
    step,
    m: mp.id,
    depth: 0,
    isEnabled: () => (run.sections[mp.id] ?? 0) > 0 && mayBegin(run) && isEnabled(),
  });
  const isIdle = (pp: P): boolean => mp.p === null && schedt.pidle.includes(pp);
  const takes = allp.map((pp) => ({ ...offer('schedule: pidleget', () => isIdle(pp)), about: pp.id }));
  const releases = offer('schedule: releasep', () => mp.p !== null);
  const allocates = offer('schedule: heapAlloc', () => mp.p !== null);
  for (;;) {
    ends(run, mp);
    const taken = yield* choose(mp, [...takes, releases, allocates]);
    if (taken === releases) {
      begins(run, mp, 'stop');
      const pp = yield* releasep(mp);
      const noted = notesOf(run).ms[mp.id];
      if (noted !== undefined) noted.released = pp;
      yield* wait(mp, 'handoffp: sched.lock', () => true);
      schedt.pidle.push(pp);
    } else if (taken === allocates) {
      begins(run, mp, 'other');
      const tl = yield* traceAcquire(mp);
      if (!isOk(tl)) continue;
      yield* heapAlloc(tl, 0);
      yield* traceRelease(tl);
    } else {
      begins(run, mp, 'start');
      const [pp] = schedt.pidle.splice(
        schedt.pidle.findIndex(({ id }) => id === taken.about),
        1,
      );
      if (pp !== undefined) yield* acquirep(mp, pp);
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
