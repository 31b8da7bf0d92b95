/**
 * A schedule that disagrees, made short: pieces of it are left out as long as what is left still disagrees in the same way.
 */
import type { Disagreement, Lockstep } from './lockstep.ts';

/** Walks at most; each is a short run. */
const walksMax = 2000;

/** The shortest that was found; the given one, where nothing can be left out. */
export function shrink(lockstep: Lockstep, found: Disagreement): Disagreement {
  let best = found;
  let walks = 0;
  for (let size = best.schedule.length >> 1; size >= 1 && walks < walksMax;) {
    let shorter = false;
    for (let from = 0; from + size <= best.schedule.length && walks < walksMax; walks++) {
      const left = [...best.schedule.slice(0, from), ...best.schedule.slice(from + size)];
      const again = walk(lockstep, left);
      if (again?.kind === best.kind && again.schedule.length < best.schedule.length) {
        best = again;
        shorter = true;
      } else {
        from += size;
      }
    }
    if (!shorter || size > best.schedule.length) size >>= 1;
  }
  return best;
}

/** Takes the steps of a schedule that are open in their turn, and passes over the others. */
export function walk(lockstep: Lockstep, schedule: readonly number[]): Disagreement | null {
  lockstep.reset();
  let disagreement = lockstep.compare();
  for (const instance of schedule) {
    if (disagreement !== null) break;
    if (lockstep.open.includes(instance)) disagreement = lockstep.take(instance);
  }
  return disagreement;
}
