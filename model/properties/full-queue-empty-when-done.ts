import type { Property } from '../../checker/index.ts';
import type { Constants, TracerSchema } from '../state.ts';

/** When the reader is done with a generation, its full queue is empty; after a stop, both are. */
export function fullQueueEmptyWhenDone({ over }: Constants): Property<TracerSchema> {
  return over.always({
    when: (s) => s.advancer.phase === 'waitDone' && s.trace.doneSema.at(s.advancer.gen % 2),
    holds: (s) => {
      const parity = s.advancer.gen % 2;
      const { shutdown } = s.trace;
      return s.m.every(
        (m) => m.full.at(parity).at(0) === 0 && (!shutdown || m.full.at(1 - parity).at(0) === 0),
      );
    },
    source: 'runtime/trace.go, traceAdvance',
    otherwise: 'traceAdvance throws "trace: non-empty full trace buffer"',
  });
}
