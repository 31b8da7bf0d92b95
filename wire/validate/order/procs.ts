/** Events of Ps. Source: internal/trace/order.go, advanceProc*. */
import type { WireValue } from '../../decode/cursor.ts';
import { eventId } from '../../events.ts';
import { procStatus } from '../../statuses.ts';
import { Broken } from '../violation.ts';
import { needProc, needThread, ownProc } from './context.ts';
import type { Order, TimedEvent } from './state.ts';
import { next, none, succeeds } from './state.ts';
import { statusByte, value } from './args.ts';
import { procWord } from './words.ts';

export function procStatusEvent(order: Order, event: TimedEvent): boolean {
  const id = value(event, 0);
  const written = value(event, 1);
  const status = statusByte(written);
  if (status > procStatus.syscallAbandoned) {
    throw new Broken('proc-status-unknown', `P ${id} has the status ${written}, which Go has not`);
  }
  const known = order.ps.get(id);
  const isAbandoned = status === procStatus.syscallAbandoned;
  const wasInSyscall = known?.status === procStatus.syscall;
  if (known === undefined) {
    order.ps.set(id, { status, seqGen: order.gen, seq: 0, ranges: [] });
  } else {
    // A P in a system call that is about to be stolen is in the state in which it was.
    if (known.status !== status && !(isAbandoned && wasInSyscall)) {
      throw new Broken(
        'proc-status-differs',
        `P ${id} is said to be ${procWord(status)}, but was ${procWord(known.status)}`,
      );
    }
    known.seqGen = order.gen;
    known.seq = 0;
  }
  if (isAbandoned && known !== undefined) {
    if (wasInSyscall && !isOnThread(order, id)) {
      throw new Broken('proc-status-unbound', `P ${id} is about to be stolen, and is on no thread`);
    }
  } else if (status !== written) {
    // Go takes the byte for its state, and the number for its text, which ends its tools.
    throw new Broken('proc-status-unknown', `P ${id} has the status ${written}, which Go has not`);
  }
  if (status === procStatus.running || status === procStatus.syscall) order.thread.p = id;
  return true;
}

function isOnThread({ ms }: Order, p: WireValue): boolean {
  for (const thread of ms.values()) if (thread.p === p) return true;
  return false;
}

export function procStart(order: Order, event: TimedEvent): boolean {
  const id = value(event, 0);
  const seq = value(event, 1);
  const proc = order.ps.get(id);
  // A thread that still has a P waits, for the event that its P is stolen by may be to come.
  if (proc?.status !== procStatus.idle || !succeeds(proc, order.gen, seq)) return false;
  if (order.thread.p !== none) return false;
  needThread(order, 'ProcStart');
  proc.status = procStatus.running;
  proc.seq = seq;
  order.thread.p = id;
  return true;
}

export function procStop(order: Order): boolean {
  const proc = ownProc(order, 'ProcStop');
  if (proc.status !== procStatus.running && proc.status !== procStatus.syscall) {
    throw new Broken(
      'proc-not-running',
      `ProcStop stops P ${order.thread.p}, which is ${procWord(proc.status)}`,
    );
  }
  needThread(order, 'ProcStop');
  needProc(order, 'ProcStop');
  proc.status = procStatus.idle;
  order.thread.p = none;
  return true;
}

export function procSteal(order: Order, event: TimedEvent): boolean {
  const id = value(event, 0);
  const seq = value(event, 1);
  const from = value(event, 2);
  const proc = order.ps.get(id);
  const status = proc?.status;
  const isStealable = status === procStatus.syscall || status === procStatus.syscallAbandoned;
  if (proc === undefined || !isStealable || !succeeds(proc, order.gen, seq)) return false;
  needThread(order, 'ProcSteal');
  proc.status = procStatus.idle;
  proc.seq = seq;
  // Which thread it was on is then forgotten.
  if (status === procStatus.syscallAbandoned) return true;
  if (from === order.m) {
    if (order.thread.p !== id) {
      throw new Broken(
        'proc-steal-self',
        `ProcSteal takes P ${id} from its own thread ${from}, which has ${theP(order.thread.p)}`,
      );
    }
    order.thread.p = none;
    return true;
  }
  const victim = order.ms.get(from);
  if (victim === undefined) {
    throw new Broken(
      'proc-steal-thread-unknown',
      `ProcSteal takes P ${id} from thread ${from}, which is unknown`,
    );
  }
  if (victim.p !== id) {
    throw new Broken(
      'proc-steal-other',
      `ProcSteal takes P ${id} from thread ${from}, which has ${theP(victim.p)}`,
    );
  }
  victim.p = none;
  return true;
}

const steal = eventId('ProcSteal');

const theP = (id: WireValue): string => (id === none ? 'no P' : `P ${id}`);

/** Why that event waits for another one. */
export function procWaits(order: Order, event: TimedEvent): string {
  const id = value(event, 0);
  const proc = order.ps.get(id);
  if (proc === undefined) return `P ${id} has no status yet`;
  if (proc.seqGen !== order.gen) return `P ${id} has no status in this generation`;
  if (value(event, 1) !== next(proc.seq)) {
    return `P ${id} is at sequence number ${proc.seq}, the event at ${value(event, 1)}`;
  }
  return order.thread.p === none || event.type === steal
    ? `P ${id} is ${procWord(proc.status)}`
    : `its thread has P ${order.thread.p}`;
}
