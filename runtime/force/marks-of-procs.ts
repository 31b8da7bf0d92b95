/** Where in the programs of a tree the steps about Ps and system calls stand, at which threads of a schedule wait. */
import { nextOf } from '../../model/index.ts';
import type { Instruction } from '../../model/index.ts';
import { all, calls, loads, mark, stores } from '../cover/marks.ts';
import type { Find, Mark } from '../cover/marks.ts';
import type { ProcKind } from './step.ts';

/** Functions that a section is opened by: the code that opens one goes on after them. */
const opening = /^trace(?:Enabled|TryAcquire|Acquire|AcquireEnabled|Locker\.ok)$/;

/** The function whose section begins, or is left out, after that look at trace.enabled. */
function opener(list: readonly Instruction[], from: number): string {
  const seen = new Set<number>();
  const queue = [from];
  for (let index = queue.shift(); index !== undefined; index = queue.shift()) {
    const one = list[index];
    if (one === undefined || seen.has(index)) continue;
    if (!opening.test(one.fn)) return one.fn;
    seen.add(index);
    queue.push(...nextOf(one, index));
  }
  return '';
}

/** The look at trace.enabled with which a function begins its section. */
const opens =
  (fn: string): Find =>
  (list) =>
    all((one) => one.op === 'load' && one.from.place === 'trace.enabled')(list).filter(
      (index) => opener(list, index) === fn,
    );

const swaps = (fn: string): Find =>
  all((one) => one.fn === fn && one.op === 'swap' && one.at.place === 'p.status[taken]');

/** Those that only come in place of others stand nowhere, and neither does tracing that is found off: any look may find that. */
type Marked = Exclude<ProcKind, 'acquireOff' | 'lostP' | 'stealFails' | 'heldInSyscall'>;

export const procMarks: Readonly<Record<Marked, Mark>> = {
  acquireP: mark('own', calls('own', 'takeP')),
  releaseP: mark('own', opens('releasep')),
  idleP: mark('own', calls('own', 'putP')),
  resizePs: mark('gomaxprocs', calls('gomaxprocs', 'countPs')),
  readyDeadPs: mark('caller', loads('traceAdvance', 'allp')),
  // A round of the loop over Ps: the schedule's P is the second one.
  forEachP: mark('caller', calls('traceAdvance', 'moreP')),
  enterSyscall: mark('own', opens('reentersyscall')),
  leaveP: mark('own', stores('reentersyscall', 'p.status[taken]')),
  exitSyscall: mark('own', loads('exitsyscall', 'm.oldp')),
  regainP: mark('own', swaps('exitsyscallfast')),
  retake: mark('own', loads('retake', 'p.status[taken]')),
  stealP: mark('own', swaps('retake')),
};
