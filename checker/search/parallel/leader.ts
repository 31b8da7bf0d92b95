/**
 * What the leader of a parallel search decides: the last to leave a phase, while nobody else is at work.
 */
import { growTo } from '../store.ts';
import type { Job } from './protocol.ts';
import { OWN_WORDS, codeOf, own, rangeAt, task, wake, word } from './protocol.ts';

/** A level that takes longer than this, in milliseconds, is worth waking the other workers for. */
export const INVITE_MS = 0.3;

/** What a leader is told, and whom it can tell. */
export interface Leader {
  /** Milliseconds that it takes for a state. */
  readonly msPerState: number;
  /** Tells the main thread that the search is paused. */
  paused(): void;
}

type Phase = Pick<Job, 'control' | 'ranges' | 'own' | 'store' | 'workers' | 'all' | 'depthMax' | 'statesMax'>;

/** Opens the next phase. Returns whether the leader, who is worker number `worker`, is at work in it already. */
export function lead(job: Phase, worker: number, leader: Leader): boolean {
  const { control } = job;
  const get = (name: keyof typeof word): number => control[word[name]] ?? 0;
  let isNew = false;
  if (get('task') === task.fill) {
    control[word.cursor] = get('cursorKept');
    control[word.task] = task.expand;
  } else if (get('stopNow') !== 0 || isOver(job)) {
    control[word.task] = nextLevel(job) ? task.expand : task.end;
    isNew = true;
  } else if (get('grow') === 1) growTable(job);
  if (get('task') === task.end) return open(control, 0);
  if (get('task') === task.fill) return open(control, 1);
  if (get('pause') === 1) {
    // `active` stays at -1 until the main thread opens the phase again.
    leader.paused();
    return false;
  }
  const hasWork = get('cursor') < get('levelEnd') || inHand(job, worker) > 0;
  control[word.invited] = isNew && get('levelSize') * leader.msPerState < INVITE_MS ? 0 : 1;
  if (get('invited') === 1) return open(control, hasWork ? 1 : 0);
  Atomics.store(control, word.active, 1);
  return true;
}

/** Opens a phase in which so many are at work already. */
export function open(control: Int32Array, active: 0 | 1): boolean {
  Atomics.store(control, word.active, active);
  wake(control);
  return active === 1;
}

const inHand = ({ own: all }: Pick<Job, 'own'>, worker: number): number =>
  (all[worker * OWN_WORDS + own.to] ?? 0) - (all[worker * OWN_WORDS + own.from] ?? 0);

/** Whether every state of the level was expanded. */
function isOver(job: Phase): boolean {
  if ((job.control[word.cursor] ?? 0) < (job.control[word.levelEnd] ?? 0)) return false;
  for (let worker = 0; worker < job.workers; worker++) if (inHand(job, worker) > 0) return false;
  return true;
}

/** Doubles the table, clears it, and makes filling it the next phase. */
function growTable({ control, store }: Phase): void {
  const get = (name: keyof typeof word): number => control[word[name]] ?? 0;
  control[word.grow] = 0;
  control[word.cursorKept] = get('cursor');
  store.slots = get('slots');
  growTo(store, get('top'));
  control[word.slots] = store.slots;
  store.table.fill(0, 0, store.slots);
  control[word.cursor] = 0;
  control[word.task] = task.fill;
}

/** Makes the states just found the level to expand; false where the search ends. */
export function nextLevel({
  control,
  ranges,
  all,
  depthMax,
  statesMax,
}: Pick<Phase, 'control' | 'ranges' | 'all' | 'depthMax' | 'statesMax'>): boolean {
  const get = (name: keyof typeof word): number => control[word[name]] ?? 0;
  const end = (code: number): boolean => {
    control[word.limit] = code;
    return false;
  };
  const first = get('levelEnd');
  const depth = get('depth') + 1;
  // What is left of the level stays as it is, for a checkpoint.
  if (get('stopNow') !== 0) return end(get('stopNow'));
  if (get('ranges') === first) return false;
  let size = 0;
  let top = 0;
  for (let range = first; range < get('ranges'); range++) {
    const [from, to] = rangeAt(ranges, range);
    size += to - from;
    top = Math.max(top, to);
  }
  control[word.depth] = depth;
  control[word.top] = control[word.base] = top;
  control[word.cursor] = first;
  control[word.levelEnd] = get('ranges');
  control[word.levelSize] = size;
  control[word.grow] = 0;
  if (!all && control.subarray(word.lengths).some((length) => length !== 0)) return false;
  if (get('stopLater') !== 0) return end(get('stopLater'));
  if (get('count') >= statesMax) return end(codeOf('states'));
  if (depth >= depthMax) return end(codeOf('depth'));
  return true;
}
