/**
 * Channels and wait groups: what goroutines wait for that other goroutines do. Sources: runtime/chan.go, sync/waitgroup.go.
 */
import type { G, Steps } from '../runtime2.ts';
import { gopark, goready, mOf } from './schedule.ts';

/** A channel of so many elements. Go: hchan, runtime/chan.go. */
export class Chan {
  private readonly values: number[] = [];
  private readonly recvq: G[] = [];
  private readonly sendq: G[] = [];
  private readonly capacity: number;
  private closed = false;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** Waits for room, then puts a value in. Go: chansend, runtime/chan.go. */
  *send(gp: G, value: number): Steps<void> {
    while (this.values.length >= this.capacity) {
      yield gopark(
        'chan send',
        waitIn(this.sendq, () => this.values.length >= this.capacity),
      );
    }
    this.values.push(value);
    yield* wakeOne(gp, this.recvq);
  }

  /** Waits for a value and takes it out; undefined when the channel is closed and empty. Go: chanrecv, runtime/chan.go. */
  *receive(gp: G): Steps<number | undefined> {
    while (this.values.length === 0 && !this.closed) {
      yield gopark(
        'chan receive',
        waitIn(this.recvq, () => this.values.length === 0 && !this.closed),
      );
    }
    const value = this.values.shift();
    yield* wakeOne(gp, this.sendq);
    return value;
  }

  /** Says that nothing comes any more. Go: closechan, runtime/chan.go. */
  *close(gp: G): Steps<void> {
    this.closed = true;
    while (this.recvq.length > 0) yield* wakeOne(gp, this.recvq);
  }
}

/** Counts what is still to be done. Go: sync.WaitGroup. */
export class WaitGroup {
  private left: number;
  private readonly waiters: G[] = [];

  constructor(count: number) {
    this.left = count;
  }

  *done(gp: G): Steps<void> {
    this.left--;
    if (this.left === 0) while (this.waiters.length > 0) yield* wakeOne(gp, this.waiters);
  }

  *wait(): Steps<void> {
    while (this.left > 0)
      yield gopark(
        'sync',
        waitIn(this.waiters, () => this.left > 0),
      );
  }
}

/** Joins a queue, unless there is no reason to wait any more: between the question and the parking others ran. */
const waitIn =
  (queue: G[], mustWait: () => boolean) =>
  (gp: G): boolean => {
    if (!mustWait()) return false;
    queue.push(gp);
    return true;
  };

function* wakeOne(gp: G, queue: G[]): Steps<void> {
  const waiter = queue.shift();
  if (waiter !== undefined) yield* goready(mOf(gp), waiter);
}
