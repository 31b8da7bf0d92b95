import type { Property } from '../../checker/index.ts';
import { NESTED, OUTER, isOpen } from '../state.ts';
import type { Constants, TracerSchema } from '../state.ts';

/** A nested section writes into the generation of the section around it. */
export function oneGenerationPerOuterSection({ over }: Constants): Property<TracerSchema> {
  return over.always({
    when: (s) => s.m.some((m) => isOpen(m.stack.at(NESTED).phase)),
    holds: (s) =>
      s.m.every((m) => !isOpen(m.stack.at(NESTED).phase) || m.stack.at(NESTED).gen === m.stack.at(OUTER).gen),
    source: 'runtime/traceruntime.go, mTraceState.entryGen',
    otherwise:
      'an event that came first lands in the later generation, with a status that contradicts the outer event; the parser rejects the trace',
  });
}
