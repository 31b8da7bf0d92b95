import type { Property } from '../../checker/index.ts';
import type { Constants, TracerSchema } from '../state.ts';
import { cutOff } from './no-deadlock.ts';

/** A traceAdvance that has begun comes to its end, a StopTrace included. */
export function advanceEnds({ over }: Constants): Property<TracerSchema> {
  return over.leadsTo({
    from: (s) => s.advancer.phase !== 'idle',
    to: (s) => s.advancer.phase === 'idle' || cutOff(s),
    source: 'runtime/trace.go, traceAdvance',
    otherwise: 'the next advance, StopTrace and the trace reader wait for ever',
  });
}
