/**
 * Threads that begin and end, and those of C that borrow an M: who stands on which list, and what the tracer is told of it.
 * Source: runtime/proc.go. Both lists, allm and sched.freem, change under sched.lock alone.
 */
import { choose, detail, stepAbout } from '../../machine/step.ts';
import type { M, Runtime, Steps } from '../runtime2.ts';
import { traceThreadDestroy } from '../traceruntime.ts';

/** Nobody has sched.lock. Who keeps it beyond one step of the machine notes itself there. */
const isFree =
  ({ schedt }: Runtime): (() => boolean) =>
  () =>
    schedt.lock === null;

/** Go: traceEnabled and traceShuttingDown, runtime/traceruntime.go, one read after the other. */
const isTraced = ({ trace }: Runtime): boolean => trace.enabled || trace.shutdown;

/**
 * Puts a thread that is being made on allm. It comes there before it runs: from then on an advance finds what it writes.
 * Go: mcommoninit, runtime/proc.go.
 */
export function* mcommoninit(mp: M, made: M): Steps<void> {
  const { rt } = mp;
  yield* detail(mp, 'mcommoninit: sched.lock', isFree(rt), made.id);
  rt.allm.push(made);
}

/**
 * Ends a thread. Off allm and onto freem in one, so that no advance misses it; what it does last, it may still trace. Only its last store
 * lets others do away with it, hence with its buffers: on its stack it runs until then. Go: mexit, runtime/proc.go.
 */
export function* mexit(mp: M, last: (mp: M) => Steps<void>): Steps<void> {
  const { rt } = mp;
  const { allm, freem, threads } = rt;
  yield* detail(mp, 'mexit: sched.lock', isFree(rt));
  mp.freeWait = true;
  allm.splice(allm.indexOf(mp), 1);
  freem.push(mp);
  yield* last(mp);
  yield* detail(mp, 'mexit: m.freeWait');
  mp.freeWait = false;
  threads.splice(threads.indexOf(mp), 1);
}

/**
 * Does away with threads that have come to their end, except those that still use their stack (`freeWait`). sched.lock is held from the
 * look at the list until the list is shorter. So an advance that does not find the thread there finds nothing of it anywhere.
 * Go: allocm, runtime/proc.go, the loop over sched.freem.
 */
export function* freeDead(mp: M): Steps<void> {
  const { rt } = mp;
  const { freem, schedt } = rt;
  const { anyOrder } = rt.options;
  if (anyOrder !== undefined) {
    const { m } = yield* choose(
      mp,
      anyOrder().map((dead) => ({
        mp,
        step: 'allocm: sched.lock',
        m: dead.id,
        depth: 0,
        isEnabled: () => schedt.lock === null && freem.includes(dead) && !dead.freeWait,
      })),
    );
    schedt.lock = mp;
    for (const dead of freem.filter(({ id }) => id === m)) yield* destroy(mp, dead);
  } else {
    yield* detail(mp, 'allocm: sched.lock', isFree(rt));
    schedt.lock = mp;
    for (const dead of [...freem]) if (!dead.freeWait) yield* destroy(mp, dead);
  }
  schedt.lock = null;
}

function* destroy(mp: M, dead: M): Steps<void> {
  const { rt } = mp;
  if (isTraced(rt)) yield* traceThreadDestroy(mp, dead);
  rt.freem.splice(rt.freem.indexOf(dead), 1);
}

/** A thread that C made borrows an M, which stays on allm all the while. Go: needm, runtime/proc.go. */
export function* needm(mp: M): Steps<void> {
  const { extraMs } = mp.rt.schedt;
  yield* detail(mp, 'needm: extraM', () => extraMs.includes(mp));
  extraMs.splice(extraMs.indexOf(mp), 1);
}

/** Gives it back. The next thread that borrows it is another one for the trace, hence it has to find no buffers. Go: dropm, runtime/proc.go. */
export function* dropm(mp: M): Steps<void> {
  const { rt } = mp;
  const { schedt } = rt;
  yield* stepAbout(mp, 'dropm: trace.enabled', mp.id);
  if (isTraced(rt)) {
    yield* detail(mp, 'dropm: sched.lock', isFree(rt));
    schedt.lock = mp;
    yield* traceThreadDestroy(mp, mp);
    schedt.lock = null;
  }
  schedt.extraMs.push(mp);
}
