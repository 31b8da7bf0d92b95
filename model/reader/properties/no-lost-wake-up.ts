import type { Property } from '../../../checker/index.ts';
import type { Constants, TracerSchema } from '../../state.ts';
import { hasWork, readerOf } from '../state.ts';

/** A reader that waits while there is work is found by somebody who has yet to come to the scheduler. */
export function noLostWakeUp({ over }: Constants): Property<TracerSchema> {
  return over.always({
    when: (s) => readerOf(s).phase === 'parked' && hasWork(s),
    holds: (s) => {
      const { phase, look, workAvailable } = readerOf(s);
      if (phase !== 'parked' || !hasWork(s)) return true;
      return look && (workAvailable || s.trace.flushedGen === s.trace.readerGen);
    },
    source: 'runtime/trace.go, traceReaderAvailable',
    otherwise: 'if every M goes to sleep, the reader sleeps for ever, and with it traceAdvance',
  });
}
