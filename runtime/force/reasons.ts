/** Why no real thread can be made to take a step of the model at its turn. */

/** By how the action begins: the first that fits. */
const reasons: readonly (readonly [start: string, why: string])[] = [
  ['AcquireDropped', 'a section that drops its event is one of Go 1.23, for which there are no hooks'],
  ['AcquireReload', 'only a section inside another one loads the generation again'],
  ['LeaveUnwritten', 'a section of the schedule writes'],
  ['Drain', 'nothing holds back the stores of a real processor'],
  ['Thread', 'the threads of the program live from the first step to the last'],
  ['Destroy', 'the threads of the program live from the first step to the last'],
  ['Reader', 'the reader is made to take a buffer, and to do nothing else'],
];

export const otherPart = 'a step of another part than the core, where no hook waits';

/** Of the steps that are read from a tree, as `traceEnabled:152 start`. */
const ofTree = 'a step of the tree as read; check --by model has those that can be forced';

export const whyNot = (action: string): string =>
  action.includes(':') ? ofTree : (reasons.find(([start]) => action.startsWith(start))?.[1] ?? otherPart);
