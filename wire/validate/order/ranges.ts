/** Ranges of time that belong to a P (sweep) or a goroutine (the world stopped, mark assist). Source: order.go, rangeState. */
import type { WireValue } from '../../decode/cursor.ts';
import { eventId } from '../../events.ts';
import { Broken } from '../violation.ts';
import { value } from './args.ts';
import { needProc, needThread, needUserCode, ownGoroutine, ownProc } from './context.ts';
import type { Order, Range, TimedEvent } from './state.ts';

const sweep = eventId('GCSweepBegin');
const markAssist = eventId('GCMarkAssistBegin');
const stw = eventId('STWBegin');

export function gcSweepBegin(order: Order): boolean {
  needThread(order, 'GCSweepBegin');
  needProc(order, 'GCSweepBegin');
  return begin(ownProc(order, 'GCSweepBegin').ranges, sweep, 0, 'GCSweepBegin');
}

export function gcSweepActive(order: Order, event: TimedEvent): boolean {
  const id = value(event, 0);
  const proc = order.ps.get(id);
  if (proc === undefined)
    throw new Broken('proc-unknown', `GCSweepActive is of P ${id}, which has no status`);
  return active(order, proc.ranges, sweep, 'GCSweepActive');
}

export function gcSweepEnd(order: Order): boolean {
  needThread(order, 'GCSweepEnd');
  needProc(order, 'GCSweepEnd');
  return end(ownProc(order, 'GCSweepEnd').ranges, sweep, 'GCSweepEnd');
}

export function stwBegin(order: Order, event: TimedEvent): boolean {
  needUserCode(order, 'STWBegin');
  return begin(ownGoroutine(order, 'STWBegin').ranges, stw, value(event, 0), 'STWBegin');
}

export function stwEnd(order: Order): boolean {
  needUserCode(order, 'STWEnd');
  return end(ownGoroutine(order, 'STWEnd').ranges, stw, 'STWEnd');
}

export function gcMarkAssistBegin(order: Order): boolean {
  needUserCode(order, 'GCMarkAssistBegin');
  return begin(ownGoroutine(order, 'GCMarkAssistBegin').ranges, markAssist, 0, 'GCMarkAssistBegin');
}

/** Like a status it may be of any goroutine, not only of the thread's. */
export function gcMarkAssistActive(order: Order, event: TimedEvent): boolean {
  const id = value(event, 0);
  const goroutine = order.gs.get(id);
  if (goroutine === undefined) {
    throw new Broken('goroutine-unknown', `GCMarkAssistActive is of goroutine ${id}, which does not exist`);
  }
  return active(order, goroutine.ranges, markAssist, 'GCMarkAssistActive');
}

export function gcMarkAssistEnd(order: Order): boolean {
  needUserCode(order, 'GCMarkAssistEnd');
  return end(ownGoroutine(order, 'GCMarkAssistEnd').ranges, markAssist, 'GCMarkAssistEnd');
}

function begin(ranges: Range[], type: number, kind: WireValue, name: string): boolean {
  if (has(ranges, type, kind)) throw new Broken('range-twice', `${name} begins a range that is active`);
  ranges.push({ type, kind });
  return true;
}

/** In the first generation it tells what is active; later it says again what is known. */
function active({ gen, initialGen }: Order, ranges: Range[], type: number, name: string): boolean {
  const isKnown = has(ranges, type, 0);
  if (gen === initialGen) {
    if (isKnown) throw new Broken('range-twice', `${name} tells of a range that is known to be active`);
    ranges.push({ type, kind: 0 });
  } else if (!isKnown) {
    throw new Broken('range-missing', `${name} tells of a range that is not active`);
  }
  return true;
}

/** The kind of a range is not asked for: of two that differ in it, the first ends, and the last takes its place, as in Go. */
function end(ranges: Range[], type: number, name: string): boolean {
  const index = ranges.findIndex((range) => range.type === type);
  if (index < 0) throw new Broken('range-missing', `${name} ends a range that is not active`);
  const last = ranges.pop();
  if (last !== undefined && index < ranges.length) ranges[index] = last;
  return true;
}

const has = (ranges: readonly Range[], type: number, kind: WireValue): boolean =>
  ranges.some((range) => range.type === type && range.kind === kind);
