import type { Property } from '../../../checker/index.ts';
import type { Constants, TracerSchema } from '../../state.ts';
import { hasWork, readerOf } from '../state.ts';

/** A reader that waits while there is work for it runs again. */
export function readerIsWoken({ over }: Constants): Property<TracerSchema> {
  return over.leadsTo({
    from: (s) => readerOf(s).phase === 'parked' && hasWork(s),
    to: (s) => readerOf(s).phase !== 'parked',
    source: 'runtime/trace.go, traceReader',
    otherwise: 'traceAdvance waits for ever, and the trace lacks what was flushed',
  });
}
