/** Tasks, regions, logs, and whatever else has no state. Source: internal/trace/order.go, advanceUser*, advanceAnnotation. */
import type { WireValue } from '../../decode/cursor.ts';
import { eventOfId } from '../../events.ts';
import { Broken } from '../violation.ts';
import { value } from './args.ts';
import { needProc, needThread, needUserCode, ownGoroutine } from './context.ts';
import type { Order, TimedEvent } from './state.ts';

export function annotation(order: Order, { type }: TimedEvent): boolean {
  needUserCode(order, nameOf(type));
  return true;
}

export function heapMetric(order: Order, { type }: TimedEvent): boolean {
  needThread(order, nameOf(type));
  needProc(order, nameOf(type));
  return true;
}

export function allocFree(order: Order, { type }: TimedEvent): boolean {
  needThread(order, nameOf(type));
  return true;
}

const nameOf = (type: number): string => eventOfId(type)?.name ?? String(type);

/** A task may end more than once, and be named without having begun; only that it began twice is wrong. */
export function userTaskBegin(order: Order, event: TimedEvent): boolean {
  const id = value(event, 0);
  if (order.tasks.has(id)) throw new Broken('task-twice', `task ${id} begins again`);
  text(order, value(event, 2), 'UserTaskBegin');
  order.tasks.add(id);
  needUserCode(order, 'UserTaskBegin');
  return true;
}

export function userTaskEnd(order: Order, event: TimedEvent): boolean {
  order.tasks.delete(value(event, 0));
  needUserCode(order, 'UserTaskEnd');
  return true;
}

export function userRegionBegin(order: Order, event: TimedEvent): boolean {
  needUserCode(order, 'UserRegionBegin');
  const name = text(order, value(event, 1), 'UserRegionBegin');
  ownGoroutine(order, 'UserRegionBegin').regions.push({ task: value(event, 0), name });
  return true;
}

/** One that began before the trace did ends without having begun. */
export function userRegionEnd(order: Order, event: TimedEvent): boolean {
  needUserCode(order, 'UserRegionEnd');
  const name = text(order, value(event, 1), 'UserRegionEnd');
  const innermost = ownGoroutine(order, 'UserRegionEnd').regions.pop();
  if (innermost !== undefined && (innermost.task !== value(event, 0) || innermost.name !== name)) {
    throw new Broken(
      'region-mismatch',
      `a region '${name}' of task ${value(event, 0)} ends where '${innermost.name}' of task ${innermost.task} is innermost`,
    );
  }
  return true;
}

function text({ strings }: Order, id: WireValue, name: string): string {
  const found = strings.text(id);
  if (found === undefined)
    throw new Broken('string-missing', `${name} names string ${id}, which is in no table`);
  return found;
}
