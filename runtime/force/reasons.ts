/** Why no real thread can be made to take a step of the model at its turn. */
import type { Design } from '../../model/index.ts';

/** There are none for Go 1.23, whose sections do not nest. */
export const hasHooks = ({ reentry }: Pick<Design, 'reentry'>): boolean => reentry !== 'drop';

export const noHooks = 'a tracer that drops nested sections is that of Go 1.23, for which there are no hooks';

/** By how the action begins: the first that fits. */
const reasons: readonly (readonly [start: string, why: string])[] = [
  ['AcquireDropped', noHooks],
  ['AcquireReload', 'only a section inside another one loads the generation again'],
  ['LeaveUnwritten', 'the program has no section that writes nothing, and cannot be made to have one'],
  ['Drain', 'a store waits in the buffer of its processor, and nothing holds it back'],
  ['Thread', 'the threads of the program live from the first step to the last'],
  ['Destroy', 'the threads of the program live from the first step to the last'],
  ['Reader', 'the reader is made to take a buffer, and to do nothing else'],
  [
    'Snapshot',
    'StartTrace writes the memory snapshot in its own section, before the threads of the program have any',
  ],
  ['Sample', 'CPU profiling is off: a signal handler must not wait'],
  ['Reap', 'the threads of the program live from the first step to the last'],
  ['RetakeFails', 'whoever looks at the P is made to steal it, and to do nothing else'],
  ['ExitSyscallBlocked', 'an M that has lost its P is not waited for'],
  ['AdvanceTakesP', 'the P of an M in a system call is taken by sysmon alone'],
];

export const otherPart = 'a step about the status of a goroutine, where no hook waits';

/** Of the steps that are read from a tree, as `traceEnabled:152 start`. */
const ofTree = 'a step of the tree as read; check --by model has those that can be forced';

export const whyNot = (action: string): string =>
  action.includes(':') ? ofTree : (reasons.find(([start]) => action.startsWith(start))?.[1] ?? otherPart);
