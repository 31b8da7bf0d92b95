/** Events of goroutines, but for system calls. Source: internal/trace/order.go, advanceGo*. */
import type { WireValue } from '../../decode/cursor.ts';
import { goStatus } from '../../statuses.ts';
import { Broken } from '../violation.ts';
import { statusByte, value } from './args.ts';
import { needNoGoroutine, needProc, needThread, needUserCode, ownGoroutine } from './context.ts';
import type { Goroutine, Order, TimedEvent } from './state.ts';
import { next, none, succeeds } from './state.ts';
import { goWord } from './words.ts';

export const newGoroutine = (order: Order, status: number): Goroutine => ({
  status,
  seqGen: order.gen,
  seq: 0,
  ranges: [],
  regions: [],
});

/** GoStatus and GoStatusStack. */
export function goStatusEvent(order: Order, event: TimedEvent): boolean {
  const id = value(event, 0);
  const status = statusByte(value(event, 2));
  if (status > goStatus.waiting) {
    throw new Broken(
      'goroutine-status-unknown',
      `goroutine ${id} has the status ${status}, which Go has not`,
    );
  }
  const known = order.gs.get(id);
  if (known !== undefined) {
    if (known.status !== status) {
      throw new Broken(
        'goroutine-status-differs',
        `goroutine ${id} is said to be ${goWord(status)}, but was ${goWord(known.status)}`,
      );
    }
    known.seqGen = order.gen;
    known.seq = 0;
  } else if (order.gen === order.initialGen) {
    order.gs.set(id, newGoroutine(order, status));
  } else {
    throw new Broken(
      'goroutine-status-late',
      `goroutine ${id} is ${goWord(status)} in generation ${order.gen}, and was never heard of before`,
    );
  }
  if (status === goStatus.running) order.thread.g = id;
  else if (status === goStatus.syscall) bindSyscall(order, id, value(event, 1));
  return true;
}

/** A goroutine in a system call is on its thread, which may be another than the one that tells it. */
function bindSyscall(order: Order, id: WireValue, m: WireValue): void {
  if (m === none)
    throw new Broken('syscall-without-thread', `goroutine ${id} is in a system call on no thread`);
  const other = (g: WireValue): Broken =>
    new Broken(
      'syscall-other-thread',
      `goroutine ${id} is said to be in a system call on thread ${m}, which has ${g === none ? 'none' : `goroutine ${g}`}`,
    );
  if (m === order.m) {
    if (order.gen !== order.initialGen && order.thread.g !== id) throw other(order.thread.g);
    order.thread.g = id;
    return;
  }
  const thread = order.ms.get(m);
  if (thread === undefined) order.ms.set(m, { g: id, p: none });
  else if (thread.g !== id) throw other(thread.g);
}

export const goCreate = (order: Order, event: TimedEvent): boolean =>
  create(order, event, 'GoCreate', goStatus.runnable);

export const goCreateBlocked = (order: Order, event: TimedEvent): boolean =>
  create(order, event, 'GoCreateBlocked', goStatus.waiting);

function create(order: Order, event: TimedEvent, name: string, status: number): boolean {
  needThread(order, name);
  needProc(order, name);
  // A thread may create one without running one; if it runs one, that is running.
  const own = order.gs.get(order.thread.g);
  if (own !== undefined) needRunning(own, order.thread.g, name);
  const id = value(event, 0);
  if (order.gs.has(id)) throw new Broken('goroutine-exists', `${name} creates goroutine ${id}, which exists`);
  order.gs.set(id, newGoroutine(order, status));
  return true;
}

export function goDestroy(order: Order): boolean {
  running(order, 'GoDestroy');
  order.gs.delete(order.thread.g);
  order.thread.g = none;
  return true;
}

export function goStop(order: Order): boolean {
  running(order, 'GoStop').status = goStatus.runnable;
  order.thread.g = none;
  return true;
}

export function goBlock(order: Order): boolean {
  running(order, 'GoBlock').status = goStatus.waiting;
  order.thread.g = none;
  return true;
}

export function goStart(order: Order, event: TimedEvent): boolean {
  const id = value(event, 0);
  const seq = value(event, 1);
  const goroutine = order.gs.get(id);
  if (goroutine?.status !== goStatus.runnable || !succeeds(goroutine, order.gen, seq)) return false;
  needThread(order, 'GoStart');
  needProc(order, 'GoStart');
  needNoGoroutine(order, 'GoStart');
  goroutine.status = goStatus.running;
  goroutine.seq = seq;
  order.thread.g = id;
  return true;
}

/** Anything can make a goroutine runnable, so the event needs nothing about it. */
export function goUnblock(order: Order, event: TimedEvent): boolean {
  const seq = value(event, 1);
  const goroutine = order.gs.get(value(event, 0));
  if (goroutine?.status !== goStatus.waiting || !succeeds(goroutine, order.gen, seq)) return false;
  goroutine.status = goStatus.runnable;
  goroutine.seq = seq;
  return true;
}

export const goSwitch = (order: Order, event: TimedEvent): boolean =>
  switchTo(order, event, 'GoSwitch', (own) => {
    own.status = goStatus.waiting;
  });

export const goSwitchDestroy = (order: Order, event: TimedEvent): boolean =>
  switchTo(order, event, 'GoSwitchDestroy', () => {
    order.gs.delete(order.thread.g);
  });

/** The thread's goroutine blocks or ends, and another that waits runs in its place. */
function switchTo(order: Order, event: TimedEvent, name: string, leave: (own: Goroutine) => void): boolean {
  const own = running(order, name);
  const id = value(event, 0);
  const seq = value(event, 1);
  const other = order.gs.get(id);
  if (other?.status !== goStatus.waiting || !succeeds(other, order.gen, seq)) return false;
  leave(own);
  other.status = goStatus.running;
  other.seq = seq;
  order.thread.g = id;
  return true;
}

/** The thread's goroutine, which must be running. */
export function running(order: Order, name: string): Goroutine {
  needUserCode(order, name);
  const own = ownGoroutine(order, name);
  needRunning(own, order.thread.g, name);
  return own;
}

function needRunning({ status }: Goroutine, id: WireValue, name: string): void {
  if (status !== goStatus.running) {
    throw new Broken('goroutine-not-running', `${name} is of goroutine ${id}, which is ${goWord(status)}`);
  }
}

/** Why that event waits for another one. */
export function goroutineWaits(order: Order, event: TimedEvent): string {
  const id = value(event, 0);
  const goroutine = order.gs.get(id);
  if (goroutine === undefined) return `goroutine ${id} does not exist yet`;
  if (goroutine.seqGen !== order.gen) return `goroutine ${id} has no status in this generation`;
  if (value(event, 1) !== next(goroutine.seq)) {
    return `goroutine ${id} is at sequence number ${goroutine.seq}, the event at ${value(event, 1)}`;
  }
  return `goroutine ${id} is ${goWord(goroutine.status)}`;
}
