import type { Property } from '../../checker/index.ts';
import { NESTED, isOutside } from '../state.ts';
import type { Constants, M, TracerSchema, TracerState } from '../state.ts';
import { running } from './section.ts';

/**
 * Everything that began comes to its end: where nothing can step, no M is in a section and no advance is under way.
 * A refill that waits for one of the model's few buffers does not count: the real one gets another from the system; nor
 * does a runtime that has thrown, which NoThrowsplitAtGrowth reports.
 */
export function noDeadlock({ over }: Constants): Property<TracerSchema> {
  return over.deadlockFree({
    final: (s) => (s.advancer.phase === 'idle' && s.m.every(isOutside)) || cutOff(s),
    source: 'runtime/trace.go, traceAdvance',
    otherwise: 'traceAdvance waits for ever for a flag that nobody will lower',
  });
}

/** The run ends here for a reason that is the model's, or that another property reports. */
export function cutOff(s: TracerState): boolean {
  return s.m.some(lacksBuffer) || s.m.some(hasThrown);
}

function lacksBuffer(m: M): boolean {
  return running(m).phase === 'refill' && m.bufs.every((buf) => buf.gen !== 0);
}

function hasThrown(m: M): boolean {
  return m.stack.at(NESTED).phase === 'thrown';
}
