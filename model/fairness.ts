/**
 * The runs that claims about runs are made of: what has begun goes on, and nobody has to begin anything.
 */
import type { Fairness, FairUnit } from '../checker/index.ts';
import type { Actions } from './change.ts';
import type { Constants } from './state.ts';

/** Steps that somebody outside decides on: a goroutine that begins a section or grows its stack, a caller of the tracer. */
const voluntary = ['StartEnable', 'AdvanceStoreGen', 'StopStoreGen', 'AcquireOuter', 'StackGrowth'];

/** Who made work available, or parked the reader, comes to the scheduler; others may never pass by. */
export const lookers: FairUnit = { process: 'scheduler', except: ['SchedulerPolls'] };

/**
 * Each process is weakly fair but for its voluntary steps: it is scheduled again and again. For the look of traceAdvance at
 * a flag that is not enough, since the flag may be up whenever it looks: it is strongly fair, that is, a flag that is down
 * again and again is seen down in the end.
 */
export function fairnessOf(k: Constants, actions: Actions): Fairness {
  return { weak: goingOn(k, actions), strong: ['AdvanceReadFlag'] };
}

/** What is weakly fair, one unit for each process. */
export function goingOn({ bounds, ms }: Constants, actions: Actions): readonly FairUnit[] {
  const processes = ['advancer', 'reader', ...Array.from({ length: ms }, (_, id) => `M${id}`)];
  const units = processes.map((process) => {
    const except = voluntary.filter(
      (name) => actions[name]?.process({ m: 0 }) === (process.startsWith('M') ? 'M0' : process),
    );
    return except.length === 0 ? process : { process, except };
  });
  return bounds.parts.reader === true ? [...units, lookers] : units;
}
