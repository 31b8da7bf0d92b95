/** System calls, and goroutines that threads from C bring. Source: internal/trace/order.go, advanceGoSyscall*, advanceGo*Syscall. */
import { goStatus, procStatus } from '../../statuses.ts';
import { Broken } from '../violation.ts';
import { value } from './args.ts';
import {
  needGoroutine,
  needNoGoroutine,
  needThread,
  needUserCode,
  ownGoroutine,
  ownProc,
} from './context.ts';
import { newGoroutine, running } from './goroutines.ts';
import type { Goroutine, Order, Proc, TimedEvent } from './state.ts';
import { none, succeeds } from './state.ts';
import { goWord, procWord } from './words.ts';

export function goSyscallBegin(order: Order, event: TimedEvent): boolean {
  const own = running(order, 'GoSyscallBegin');
  const proc = ownProc(order, 'GoSyscallBegin');
  const seq = value(event, 0);
  own.status = goStatus.syscall;
  proc.status = procStatus.syscall;
  // The number tells apart which call a P is stolen from, and needs no waiting: the P is this thread's.
  if (!succeeds(proc, order.gen, seq)) {
    const before = `${proc.seq} of generation ${proc.seqGen}`;
    throw new Broken(
      'syscall-sequence',
      `GoSyscallBegin has the sequence number ${seq} in generation ${order.gen}; P ${order.thread.p} is at ${before}`,
    );
  }
  proc.seq = seq;
  return true;
}

export function goSyscallEnd(order: Order): boolean {
  needUserCode(order, 'GoSyscallEnd');
  const own = inSyscall(order, 'GoSyscallEnd');
  own.status = goStatus.running;
  procInSyscall(order, 'GoSyscallEnd').status = procStatus.running;
  return true;
}

/** Waits until the thread has lost the P of the call, by ProcStop or ProcSteal. */
export function goSyscallEndBlocked(order: Order): boolean {
  if (order.thread.p !== none && ownProc(order, 'GoSyscallEndBlocked').status === procStatus.syscall) {
    return false;
  }
  needThread(order, 'GoSyscallEndBlocked');
  needGoroutine(order, 'GoSyscallEndBlocked');
  inSyscall(order, 'GoSyscallEndBlocked').status = goStatus.runnable;
  order.thread.g = none;
  return true;
}

export function goCreateSyscall(order: Order, event: TimedEvent): boolean {
  needThread(order, 'GoCreateSyscall');
  needNoGoroutine(order, 'GoCreateSyscall');
  const id = value(event, 0);
  if (order.gs.has(id)) {
    throw new Broken('goroutine-exists', `GoCreateSyscall creates goroutine ${id}, which exists`);
  }
  order.gs.set(id, newGoroutine(order, goStatus.syscall));
  order.thread.g = id;
  return true;
}

/** The thread may be gone afterwards and its id used again, so the P that it left in a system call is on no thread. */
export function goDestroySyscall(order: Order): boolean {
  needThread(order, 'GoDestroySyscall');
  needGoroutine(order, 'GoDestroySyscall');
  inSyscall(order, 'GoDestroySyscall');
  order.gs.delete(order.thread.g);
  order.thread.g = none;
  if (order.thread.p !== none) {
    procInSyscall(order, 'GoDestroySyscall').status = procStatus.syscallAbandoned;
    order.thread.p = none;
  }
  return true;
}

function inSyscall(order: Order, name: string): Goroutine {
  const own = ownGoroutine(order, name);
  if (own.status !== goStatus.syscall) {
    throw new Broken(
      'goroutine-not-in-syscall',
      `${name} is of goroutine ${order.thread.g}, which is ${goWord(own.status)}`,
    );
  }
  return own;
}

function procInSyscall(order: Order, name: string): Proc {
  const proc = ownProc(order, name);
  if (proc.status !== procStatus.syscall) {
    throw new Broken(
      'proc-not-in-syscall',
      `${name} happens with P ${order.thread.p}, which is ${procWord(proc.status)}`,
    );
  }
  return proc;
}
