/** The garbage collector's phases. Source: internal/trace/order.go, advanceGC*. */
import type { WireValue } from '../../decode/cursor.ts';
import { Broken } from '../violation.ts';
import { value } from './args.ts';
import { needUserCode } from './context.ts';
import type { GcState, Order, TimedEvent } from './state.ts';
import { next } from './state.ts';

/** In the first generation it tells the state and the number that count from then on. */
export function gcActive(order: Order, event: TimedEvent): boolean {
  if (order.gen === order.initialGen) {
    if (order.gc !== 'undetermined') {
      throw new Broken(
        'gc-active-late',
        'GCActive in the first generation comes after other events of the collector',
      );
    }
    return step(order, value(event, 0), 'running');
  }
  if (!isNext(order, event)) return false;
  if (order.gc !== 'running') throw new Broken('gc-not-running', 'GCActive while no collection runs');
  needUserCode(order, 'GCActive');
  return step(order, value(event, 0), 'running');
}

export function gcBegin(order: Order, event: TimedEvent): boolean {
  if (order.gc === 'undetermined') return step(order, value(event, 0), 'running');
  if (!isNext(order, event)) return false;
  if (order.gc === 'running') throw new Broken('gc-running', 'GCBegin while a collection runs');
  needUserCode(order, 'GCBegin');
  return step(order, value(event, 0), 'running');
}

export function gcEnd(order: Order, event: TimedEvent): boolean {
  if (!isNext(order, event)) return false;
  if (order.gc !== 'running') {
    const known = order.gc === 'undetermined' ? 'none is known to run' : 'none runs';
    throw new Broken('gc-not-running', `GCEnd ends a collection while ${known}`);
  }
  needUserCode(order, 'GCEnd');
  return step(order, value(event, 0), 'notRunning');
}

const isNext = ({ gcSeq }: Order, event: TimedEvent): boolean => value(event, 0) === next(gcSeq);

function step(order: Order, seq: WireValue, gc: GcState): boolean {
  order.gcSeq = seq;
  order.gc = gc;
  return true;
}

/** Why that event waits for another one. */
export const collectorWaits = ({ gcSeq }: Order, event: TimedEvent): string =>
  `the collector is at sequence number ${gcSeq}, the event at ${value(event, 0)}`;
