import type { Property } from '../../checker/index.ts';
import { OUTER, isOpen } from '../state.ts';
import type { Constants, M, TracerSchema } from '../state.ts';

/** Once a generation counts as flushed, no section of it or of an earlier one is open. */
export function noWriteAfterFlushed({ over }: Constants): Property<TracerSchema> {
  return over.always({
    when: (s) => s.trace.flushedGen !== 0 && s.m.some((m) => isOpen(m.stack.at(OUTER).phase)),
    holds: (s) => {
      const { flushedGen } = s.trace;
      for (let id = 0; id < s.m.length; id++) if (!isAfter(s.m.at(id), flushedGen)) return false;
      return true;
    },
    source: 'runtime/trace.go, trace.flushedGen',
    otherwise: 'a late event goes into a queue that the reader has left for good',
  });
}

function isAfter(m: M, flushedGen: number): boolean {
  for (let depth = 0; depth < m.stack.length; depth++) {
    const { phase, gen } = m.stack.at(depth);
    if (isOpen(phase) && gen <= flushedGen) return false;
  }
  return true;
}
