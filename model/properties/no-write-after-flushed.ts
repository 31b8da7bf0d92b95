import { range } from '../../checker/index.ts';
import type { Property } from '../../checker/index.ts';
import { OUTER, isOpen } from '../state.ts';
import type { Constants, M, TracerSchema } from '../state.ts';

/** Once a generation counts as flushed, no section of it or of an earlier one is open. */
export function noWriteAfterFlushed({ ms, over }: Constants): Property<TracerSchema> {
  return over.always({
    params: { m: range(ms) },
    when: (s, p) => s.trace.flushedGen !== 0 && isOpen(s.m.at(p.m).stack.at(OUTER).phase),
    holds: (s, p) => isAfter(s.m.at(p.m), s.trace.flushedGen),
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
