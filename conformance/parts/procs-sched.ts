/**
 * The scheduler of the parts about Ps, as StartTrace and traceAdvance know it. Programs leave out the sections of those two, which events
 * of theirs would be in: who calls them keeps his P to himself.
 */
import type { M, P, Sched } from '../../reference/index.ts';
import type { Run } from '../run/run.ts';
import { areResting, notesOf, opOf } from './procs-notes.ts';
import { atOnce, startsTheWorld } from './unbuffered.ts';

/** The P of whoever starts, advances or changes GOMAXPROCS. */
export const isOfCallers = ({ id }: P): boolean => id === 0;

export function schedOf(run: Run): Sched {
  const { choose, wait } = run.reference;
  return {
    ...run.reference.sched,
    *semacquire(mp) {
      const { schedt, trace } = run.rt;
      // StartTrace takes it with the world, and traceAdvance with its call; up to 1.25 it does so again, for statuses.
      if (!trace.advancing) return;
      if (mp.advance !== null) yield* wait(mp, 'forEachP: worldsema', () => !schedt.worldsema);
      schedt.worldsema = true;
    },
    *stopTheWorld(mp) {
      const { trace } = run.rt;
      const isEnabled = (): boolean => trace.gen === 0 && !trace.advancing && areResting(run);
      yield* choose(mp, [{ mp, step: 'StartTrace: trace.enabled', m: mp.id, depth: 0, isEnabled }]);
      mp.quantum = 1;
      run.rt.schedt.worldsema = true;
      stopPs(run);
    },
    *startTheWorld(mp) {
      const { allp, gomaxprocs, schedt } = run.rt;
      yield* wait(mp, startsTheWorld, () => true);
      schedt.pidle.push(...allp.slice(0, gomaxprocs).filter((pp) => !isOfCallers(pp)));
    },
    *forEachP(mp, each) {
      const { allp, gomaxprocs } = run.rt;
      for (const pp of allp.slice(0, gomaxprocs)) {
        notesOf(run).next = pp.id + 1;
        yield* wait(mp, 'forEachP: runSafePointFn', () => isAtSafePoint(run, pp));
        // The function runs on the thread that has the P, which this one stands for.
        const holder = holderOf(run, pp);
        mp.p = holder === undefined ? null : pp;
        mp.curg = holder?.curg ?? null;
        yield* atOnce(mp, 'traceRelease', each(mp, pp));
        mp.p = null;
        mp.curg = null;
      }
    },
  };
}

const holderOf = ({ ms }: Run, pp: P): M | undefined => ms.find(({ p }) => p === pp);

/** The P is on the idle list, the caller's own, or its M is between sections or asks what it has to run. */
function isAtSafePoint(run: Run, pp: P): boolean {
  const holder = holderOf(run, pp);
  return (
    isOfCallers(pp) ||
    run.rt.schedt.pidle.includes(pp) ||
    (holder !== undefined &&
      (opOf(run, holder) === 'none' || holder.offers[0]?.step === 'reentersyscall: runSafePointFn'))
  );
}

/** The world can be stopped: while tracing is on, an M that has a P gives it away first, with an event. */
export const canStop = (run: Run): boolean =>
  areResting(run) && (run.rt.trace.gen === 0 || run.ms.every(({ p }) => p === null));

/** Whoever stops the world has all Ps. */
export function stopPs({ ms, rt }: Run): void {
  for (const mp of ms) {
    if (mp.p === null) continue;
    mp.p.m = null;
    mp.p.status = 'idle';
    mp.p = null;
  }
  rt.schedt.pidle.length = 0;
}
