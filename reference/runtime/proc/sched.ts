/** The scheduler as StartTrace and traceAdvance know it. Source: runtime/proc.go, runtime/preempt.go. */
import { wait } from '../../machine/step.ts';
import type { G, M, Sched } from '../runtime2.ts';
import { isSuspendable, sleepUntil } from './schedule.ts';
import { forEachP, startTheWorldWithSema, stopTheWorldWithSema } from './world.ts';

export const sched: Sched = {
  *semacquire(mp) {
    const { schedt } = mp.rt;
    yield* sleepUntil(curgOf(mp), 'sync', () => !schedt.worldsema);
    schedt.worldsema = true;
  },
  semrelease(mp) {
    mp.rt.schedt.worldsema = false;
  },
  stopTheWorld: stopTheWorldWithSema,
  startTheWorld: startTheWorldWithSema,
  forEachP,
  *suspendG(mp, gp) {
    if (gp === mp.curg) return true;
    // It spins, and keeps its P meanwhile: what it waits for is a matter of steps on another thread.
    mp.onG0 = true;
    yield* wait(mp, 'suspendG', () => isSuspendable(gp));
    mp.onG0 = false;
    return gp.status !== 'dead';
  },
  resumeG() {
    // Nothing ran between: there is nothing to undo.
  },
};

function curgOf(mp: M): G {
  if (mp.curg === null) throw new Error(`M${mp.id} runs no goroutine`);
  return mp.curg;
}
