import type { Property } from '../../checker/index.ts';
import { queued } from '../state.ts';
import type { Constants, TracerSchema } from '../state.ts';
import { cutOff } from './no-deadlock.ts';

/** What is put on a full queue is read: the queues are empty again and again. */
export function queuedBuffersAreRead({ over }: Constants): Property<TracerSchema> {
  return over.alwaysEventually({
    reached: (s) => s.m.every((m) => queued(m) === 0) || cutOff(s),
    source: 'runtime/trace.go, readTrace0',
    otherwise: 'events that were flushed never reach the trace',
  });
}
