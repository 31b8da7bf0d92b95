import type { Property } from '../../../checker/index.ts';
import type { Constants, TracerSchema } from '../../state.ts';
import { readerOf } from '../state.ts';

/** When StopTrace is about to return, nobody reads, waits, or has a buffer in his hands. */
export function stopLeavesNoReader({ over }: Constants): Property<TracerSchema> {
  return over.always({
    when: (s) =>
      s.trace.shutdown && s.advancer.phase === 'waitDone' && s.trace.doneSema.at(s.advancer.gen % 2),
    holds: (s) => {
      const returns =
        s.trace.shutdown && s.advancer.phase === 'waitDone' && s.trace.doneSema.at(s.advancer.gen % 2);
      const { phase, reading } = readerOf(s);
      return !returns || (phase === 'off' && reading === 0);
    },
    source: 'runtime/trace.go, traceAdvance',
    otherwise:
      'traceAdvance throws "trace: reading after shutdown", or a reader of the last round reads the next',
  });
}
