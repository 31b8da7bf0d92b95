/** What an event needs of the thread that it happens on. Source: internal/trace/order.go, validateCtx. */
import { Broken } from '../violation.ts';
import type { Goroutine, Order, Proc } from './state.ts';
import { none } from './state.ts';

export function needThread({ m }: Order, event: string): void {
  if (m === none) throw new Broken('needs-thread', `${event} happens on no thread`);
}

export function needProc({ m, thread }: Order, event: string): void {
  if (thread.p === none) throw new Broken('needs-proc', `${event} happens on thread ${m}, which has no P`);
}

export function needGoroutine({ m, thread }: Order, event: string): void {
  if (thread.g === none) {
    throw new Broken('needs-goroutine', `${event} happens on thread ${m}, which runs no goroutine`);
  }
}

export function needNoGoroutine({ m, thread }: Order, event: string): void {
  if (thread.g !== none) {
    throw new Broken(
      'needs-no-goroutine',
      `${event} happens on thread ${m}, which runs goroutine ${thread.g}`,
    );
  }
}

/** What events of user code need: a thread that has a P and runs a goroutine. */
export function needUserCode(order: Order, event: string): void {
  if (order.thread.p !== none && order.thread.g !== none && order.m !== none) return;
  needThread(order, event);
  needProc(order, event);
  needGoroutine(order, event);
}

/** The goroutine of the thread. */
export function ownGoroutine({ gs, thread }: Order, event: string): Goroutine {
  const goroutine = gs.get(thread.g);
  if (goroutine === undefined) {
    throw new Broken('goroutine-unknown', `${event} is of goroutine ${thread.g}, which does not exist`);
  }
  return goroutine;
}

/** The P of the thread. */
export function ownProc({ ps, thread }: Order, event: string): Proc {
  const proc = ps.get(thread.p);
  if (proc === undefined) {
    const what = thread.p === none ? 'happens without a P' : `is of P ${thread.p}, which has no status`;
    throw new Broken('proc-unknown', `${event} ${what}`);
  }
  return proc;
}
