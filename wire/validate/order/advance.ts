/** Whether an event can be the next one, given those before it. Source: internal/trace/order.go, Advance. */
import type { WireValue } from '../../decode/cursor.ts';
import { eventId } from '../../events.ts';
import { Broken } from '../violation.ts';
import * as annotations from './annotations.ts';
import * as collector from './collector.ts';
import * as goroutines from './goroutines.ts';
import * as procs from './procs.ts';
import * as ranges from './ranges.ts';
import type { Order, TimedEvent } from './state.ts';
import { none } from './state.ts';
import * as syscalls from './syscalls.ts';

/**
 * True where the event of thread `m` is the next, and the order then knows it; false where it must wait for one of another
 * thread. Throws Broken where it breaks a rule whatever comes first.
 */
export function advance(order: Order, event: TimedEvent, m: WireValue): boolean {
  order.m = m;
  order.thread = m === none ? { g: none, p: none } : threadOf(order, m);
  const handler = handlers[event.type];
  if (handler === undefined) {
    throw new Broken('event-unordered', `an event of type ${event.type} stands in the batch of a thread`);
  }
  return handler(order, event);
}

/** A thread is known from when its first event is looked at, even if that has to wait. */
function threadOf({ ms }: Order, m: WireValue): Order['thread'] {
  const known = ms.get(m);
  if (known !== undefined) return known;
  const thread = { g: none, p: none };
  ms.set(m, thread);
  return thread;
}

/** Why an event that must wait does so, in a clause. */
export function waits(order: Order, event: TimedEvent, m: WireValue): string {
  order.m = m;
  order.thread = threadOf(order, m);
  return (reasons[event.type] ?? (() => 'it has to wait'))(order, event);
}

type Handler = (order: Order, event: TimedEvent) => boolean;

const named: Readonly<Record<string, Handler>> = {
  ProcsChange: annotations.annotation,
  ProcStart: procs.procStart,
  ProcStop: procs.procStop,
  ProcSteal: procs.procSteal,
  ProcStatus: procs.procStatusEvent,
  GoCreate: goroutines.goCreate,
  GoCreateBlocked: goroutines.goCreateBlocked,
  GoCreateSyscall: syscalls.goCreateSyscall,
  GoStart: goroutines.goStart,
  GoDestroy: goroutines.goDestroy,
  GoDestroySyscall: syscalls.goDestroySyscall,
  GoStop: goroutines.goStop,
  GoBlock: goroutines.goBlock,
  GoUnblock: goroutines.goUnblock,
  GoSyscallBegin: syscalls.goSyscallBegin,
  GoSyscallEnd: syscalls.goSyscallEnd,
  GoSyscallEndBlocked: syscalls.goSyscallEndBlocked,
  GoStatus: goroutines.goStatusEvent,
  GoStatusStack: goroutines.goStatusEvent,
  GoSwitch: goroutines.goSwitch,
  GoSwitchDestroy: goroutines.goSwitchDestroy,
  STWBegin: ranges.stwBegin,
  STWEnd: ranges.stwEnd,
  GCActive: collector.gcActive,
  GCBegin: collector.gcBegin,
  GCEnd: collector.gcEnd,
  GCSweepActive: ranges.gcSweepActive,
  GCSweepBegin: ranges.gcSweepBegin,
  GCSweepEnd: ranges.gcSweepEnd,
  GCMarkAssistActive: ranges.gcMarkAssistActive,
  GCMarkAssistBegin: ranges.gcMarkAssistBegin,
  GCMarkAssistEnd: ranges.gcMarkAssistEnd,
  HeapAlloc: annotations.heapMetric,
  HeapGoal: annotations.heapMetric,
  GoLabel: annotations.annotation,
  UserTaskBegin: annotations.userTaskBegin,
  UserTaskEnd: annotations.userTaskEnd,
  UserRegionBegin: annotations.userRegionBegin,
  UserRegionEnd: annotations.userRegionEnd,
  UserLog: annotations.annotation,
  Span: annotations.allocFree,
  SpanAlloc: annotations.allocFree,
  SpanFree: annotations.allocFree,
  HeapObject: annotations.allocFree,
  HeapObjectAlloc: annotations.allocFree,
  HeapObjectFree: annotations.allocFree,
  GoroutineStack: annotations.allocFree,
  GoroutineStackAlloc: annotations.allocFree,
  GoroutineStackFree: annotations.allocFree,
};

const handlers: readonly (Handler | undefined)[] = byId(named);

/** Of the events that can wait. */
const reasons: readonly (((order: Order, event: TimedEvent) => string) | undefined)[] = byId({
  ProcStart: procs.procWaits,
  ProcSteal: procs.procWaits,
  GoStart: goroutines.goroutineWaits,
  GoUnblock: goroutines.goroutineWaits,
  GoSwitch: goroutines.goroutineWaits,
  GoSwitchDestroy: goroutines.goroutineWaits,
  GoSyscallEndBlocked: ({ thread }) => `P ${thread.p} of its thread is not stolen yet`,
  GCActive: collector.collectorWaits,
  GCBegin: collector.collectorWaits,
  GCEnd: collector.collectorWaits,
});

function byId<Value>(table: Readonly<Record<string, Value>>): readonly (Value | undefined)[] {
  const list = Array.from({ length: 256 }, (): Value | undefined => undefined);
  for (const [name, entry] of Object.entries(table)) list[eventId(name)] = entry;
  return list;
}
