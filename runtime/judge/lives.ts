/** Ms that come and go without a record: what the records of an M, and the lists of a snapshot, say of that. */
import type { Follower } from './follower.ts';
import type { LogM } from './log-state.ts';
import { Rejection } from './rejection.ts';

/** freeMRef: an M that is off freem. */
const GONE = 1;

export class Lives {
  readonly #follower: Follower;
  /** Ms without a record since tracing was off last, so that allocm may have taken them off freem unseen. */
  readonly #mayBeGone = new Set<number>();

  constructor(follower: Follower) {
    this.#follower = follower;
  }

  /** An M is seen that was not there before: somebody has put it on allm, at a time when nobody else had sched.lock. */
  appears(m: number): void {
    const { state } = this.#follower;
    if (!isUnborn(state.m.at(m))) return;
    const allocm = this.#follower.recordOf('allocm', 0);
    const [{ at }, isHeld] = [allocm, state.locks['sched_lock'] === true];
    if (at !== 0) this.#follower.join('an M was made before', m);
    const kept = { ...allocm };
    if (isHeld) state.locks['sched_lock'] = false;
    allocm.at = 0;
    this.#follower.go('allocm', 0, 'made', m);
    Object.assign(allocm, kept, { at });
    if (isHeld) state.locks['sched_lock'] = true;
  }

  /** The thread of the M has ended, and its M is on freem. */
  #exits(m: number): void {
    this.appears(m);
    this.#follower.go('own', m, 'exited');
  }

  /** allocm takes the M off freem. `isEarlier`: whether its read that tracing is on may lie further back. */
  reaped(m: number, isEarlier: boolean): void {
    this.#exits(m);
    const { trace } = this.#follower.state;
    const isStale = isEarlier && !trace.enabled && !trace.shutdown;
    if (isStale) {
      this.#follower.join('allocm read before that tracing is on', m);
      trace.shutdown = true;
    }
    this.#follower.go('allocm', 0, 'destroyFlag', m);
    if (isStale) trace.shutdown = false;
  }

  isSeen(m: number): void {
    this.#mayBeGone.delete(m);
  }

  tracingBegins(): void {
    const { length } = this.#follower.state.m;
    for (let m = 0; m < length; m++) this.#mayBeGone.add(m);
  }

  /** traceAdvance has linked the Ms of both lists, which are those of the record. */
  snapshot(list: readonly number[]): void {
    const { state, sets } = this.#follower;
    const listed = new Set(list);
    for (let m = 0; m < state.m.length; m++) {
      const mp = state.m.at(m);
      if (listed.has(m)) this.appears(m);
      else if (
        mp.allm &&
        this.#mayBeGone.has(m) &&
        this.#follower.steps.isOutside(this.#follower.recordOf('own', m).at)
      ) {
        // It exited, and allocm read that tracing was off.
        mp.allm = false;
        mp.freeWait = GONE;
        this.#follower.join('an M is gone unseen', m);
      }
    }
    this.#follower.go('caller', 0, 'snapshot');
    for (let m = 0; m < state.m.length; m++) {
      if (sets.left.has(m) === listed.has(m)) continue;
      throw new Rejection(
        'snapshot',
        m,
        null,
        listed.has(m) ? `M${m} was destroyed, and is on the lists` : `M${m} runs, and is on neither list`,
      );
    }
  }
}

const isUnborn = ({ allm, freem, freeWait }: LogM): boolean => !allm && !freem && freeWait === 0;
