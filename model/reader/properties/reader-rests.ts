import type { Property } from '../../../checker/index.ts';
import { lookers } from '../../fairness.ts';
import type { Constants, TracerSchema } from '../../state.ts';
import { readerOf } from '../state.ts';

/**
 * A reader with nothing to do comes to rest by itself, whether or not anybody else gets to run: it is gone, or asleep with
 * nobody about to wake it, or has a buffer in its hands.
 */
export function readerRests({ over }: Constants): Property<TracerSchema> {
  return over.alwaysEventually({
    reached: (s) => {
      const { phase, look, reading } = readerOf(s);
      return phase === 'off' || (phase === 'parked' && !look) || reading !== 0;
    },
    fairness: { weak: ['reader', lookers] },
    source: 'runtime/trace.go, traceReaderAvailable',
    otherwise: 'the reader spins, and keeps the processor that the stop needs to go on',
  });
}
