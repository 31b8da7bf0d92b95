/**
 * Memory under total store order, as on amd64: what a thread stores waits in a buffer of its own, first in, first out, until it arrives
 * in memory, where others find it. The thread itself finds its own newest store before. An atomic store is a locked instruction: whatever
 * its thread loads after it waits until it has arrived. Where nobody asks for buffers ({@link RuntimeOptions.storesWait}), a store arrives
 * at once. Source: internal/runtime/atomic/atomic_amd64.s (Store8, Store64, Xadd), and the memory model of the architecture.
 */
import type { M, Offer, Runtime, Steps } from '../runtime/runtime2.ts';
import { choose } from './step.ts';

export const storeArrives = 'a store arrives';

/**
 * The thread stores a value. `waiting` has the values of that variable which wait, the oldest first; `write` writes one to memory. A
 * store that finds the buffer full waits for the oldest one to arrive.
 */
export function store<T>(mp: M, waiting: T[], value: T, write: (value: T) => void, isAtomic = false): void {
  const { storesWait = 0 } = mp.rt.options;
  if (storesWait === 0) {
    write(value);
    return;
  }
  while (mp.stores.length >= storesWait) arriveOldest(mp);
  waiting.push(value);
  mp.stores.push({
    waiting,
    isAtomic,
    arrive: () => {
      waiting.shift();
      write(value);
    },
  });
}

/** What the thread that stores a variable finds there itself: its own newest store, or what is in memory. */
export function newest<T>(waiting: readonly T[], inMemory: T): T {
  let found = inMemory;
  for (const value of waiting) found = value;
  return found;
}

/** Whether the thread may load what others store: its atomic stores have arrived. */
export function mayLoad({ stores }: M): boolean {
  for (const { isAtomic } of stores) if (isAtomic) return false;
  return true;
}

/** Whether all that the thread has stored has arrived: a lock is taken by a locked instruction, which waits for that. */
export const hasArrived = ({ stores }: M): boolean => stores.length === 0;

/** A lock is taken: nobody looks in between, so that whoever takes it need not wait. */
export function arriveAll(mp: M): void {
  while (!hasArrived(mp)) arriveOldest(mp);
}

/** Gives a lock back, which is a locked instruction, too: others find it free as soon as all older stores have arrived. */
export function whenArrived({ stores }: M, release: () => void): void {
  const last = stores.pop();
  if (last === undefined) {
    release();
    return;
  }
  const arrive = (): void => {
    last.arrive();
    release();
  };
  stores.push({ ...last, arrive });
}

function arriveOldest({ stores }: M): void {
  stores.shift()?.arrive();
}

/** The memory system, a thread of its own: the oldest store of any thread arrives at any time. */
export function* storesArrive(mp: M): Steps<void> {
  const { rt } = mp;
  for (;;) {
    const { m } = yield* choose(mp, offersOf(mp, rt));
    const thread = rt.threads.find(({ id }) => id === m);
    if (thread !== undefined) arriveOldest(thread);
  }
}

const offersOf = (mp: M, { threads }: Runtime): readonly Offer[] =>
  threads.map((thread) => ({
    mp,
    step: storeArrives,
    m: thread.id,
    depth: 0,
    isEnabled: () => !hasArrived(thread),
  }));
