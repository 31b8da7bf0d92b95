/** The scheduler of the part about Ps, as StartTrace and traceAdvance know it. Whoever calls them has a P of its own, which is left out. */
import type { M, Offer, P, Sched, Steps } from '../../reference/index.ts';
import type { Run } from '../run/run.ts';
import { isInSyscall, loses, notesOf, opOf, procOf } from './hand-notes.ts';
import { atOnce, startsTheWorld } from './unbuffered.ts';

export function schedOf(run: Run): Sched {
  const noted = notesOf(run);
  return {
    *semacquire(mp) {
      const { schedt, design, trace } = run.rt;
      // Up to 1.25 it is held around the store of the generation, too. Where nobody else wants it, it says nothing.
      const comes = design.procStatuses === 'beforeBump' ? mp.advance === null : mp.advance !== null;
      if (!comes || !trace.advancing || run.bounds.parts.procs?.resizes === 0) return;
      yield* run.reference.wait(mp, 'forEachP: worldsema', () => !schedt.worldsema);
      schedt.worldsema = true;
    },
    semrelease: () => {
      run.rt.schedt.worldsema = false;
    },
    *stopTheWorld(mp) {
      const { trace, allp } = run.rt;
      const isEnabled = (): boolean =>
        trace.gen === 0 && !trace.advancing && noted.ms.every(({ op }) => op === 'none');
      yield* run.reference.choose(mp, [
        { mp, step: 'StartTrace: trace.enabled', m: mp.id, depth: 0, isEnabled },
      ]);
      mp.quantum = 1;
      for (const m of run.ms) m.p = null;
      for (const pp of allp) {
        if (pp.status === 'dead') continue;
        pp.m = null;
        pp.status = 'idle';
      }
    },
    startTheWorld: (mp) => run.reference.wait(mp, startsTheWorld, () => true),
    forEachP: (mp, each) => forEachP(run, mp, each),
    *suspendG() {
      yield* [];
      return false;
    },
    resumeG: () => undefined,
  };
}

/** One P after the other: at its safe point, or taken from a system call first. */
function* forEachP(run: Run, mp: M, each: (mp: M, pp: P) => Steps<void>): Steps<void> {
  const { choose, retake } = run.reference;
  const noted = notesOf(run);
  for (const pp of run.rt.allp) {
    const offer = { mp, m: mp.id, depth: 0 };
    const runs: Offer = {
      ...offer,
      step: 'forEachP: runSafePointFn',
      isEnabled: () => isAtSafePoint(run, pp),
    };
    const takes: Offer = {
      ...offer,
      step: 'forEachP: retake',
      isEnabled: () => isInSyscall(pp) && pp.m?.curg?.scan !== true,
    };
    for (;;) {
      const taken = yield* choose(mp, [runs, takes]);
      if (taken === runs) break;
      loses(run, pp);
      yield* atOnce(
        mp,
        'traceRelease',
        retake(mp, pp, () => true),
      );
      run.rt.schedt.pidle.length = 0;
    }
    noted.next++;
    if (pp.status === 'dead') continue;
    // The function runs on the thread that has the P, which this one stands for.
    const holder = run.ms.find(({ id }) => procOf(run, id) === pp);
    mp.p = holder === undefined ? null : pp;
    mp.curg = holder?.curg ?? null;
    yield* atOnce(mp, 'traceRelease', each(mp, pp));
    mp.p = null;
    mp.curg = null;
  }
}

/** Nobody has the P, or who has it is between sections, or has written that it enters a system call (up to 1.25). */
function isAtSafePoint(run: Run, pp: P): boolean {
  return run.ms.every((mp) => {
    const op = opOf(run, mp.id);
    if (op === 'steal' && notesOf(run).ms[mp.id]?.target === pp.id + 1) return false;
    return procOf(run, mp.id) !== pp || op === 'none' || (op === 'begin' && mp.lockers.length === 0);
  });
}

export function isExcluded(run: Run, { step, mp }: Offer): boolean {
  const { bounds, rt } = run;
  switch (step) {
    case 'forEachP: worldsema':
    case 'forEachP: runSafePointFn':
    case 'forEachP: retake':
    case 'traceAdvance: readyNextGen':
      // The last generation ends with a stop, where there is one.
      if (mp.advance === null && !bounds.stop && rt.trace.gen >= bounds.generations) return true;
      return step === 'forEachP: worldsema' && rt.allp.slice(0, 1).some((pp) => !isAtSafePoint(run, pp));
    default:
      return false;
  }
}
