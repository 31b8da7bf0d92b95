import type { Property } from '../../../checker/index.ts';
import { OUTER, isOpen } from '../../state.ts';
import type { Constants, TracerSchema } from '../../state.ts';

/** Once a section has its generation, everybody sees the flag of its M up. */
export function flagUpInMemory({ over }: Constants): Property<TracerSchema> {
  return over.always({
    when: (s) => s.m.some((m) => isOpen(m.stack.at(OUTER).phase)),
    holds: (s) => s.m.every((m) => !isOpen(m.stack.at(OUTER).phase) || m.memory.writing === 1),
    source: 'runtime/traceruntime.go, traceAcquireEnabled',
    otherwise: 'traceAdvance sees the flag down and flushes the buffer that the section writes',
  });
}
