import type { Property } from '../../checker/index.ts';
import type { Constants, TracerSchema } from '../state.ts';
import { cutOff } from './no-deadlock.ts';

/** StopTrace returns. */
export function stopReturns({ over }: Constants): Property<TracerSchema> {
  return over.leadsTo({
    from: (s) => s.trace.shutdown,
    to: (s) => !s.trace.shutdown || cutOff(s),
    source: 'runtime/trace.go, StopTrace',
    otherwise: 'the program hangs in trace.Stop',
  });
}
