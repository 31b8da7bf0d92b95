import type { Property } from '../../checker/index.ts';
import { isOpen } from '../state.ts';
import type { Constants, M, TracerSchema } from '../state.ts';

/** When traceAdvance is about to flush an M, no section of that generation is open on it. */
export function noFlushUnderSection({ over }: Constants): Property<TracerSchema> {
  return over.always({
    when: (s) => s.advancer.phase === 'flush',
    holds: (s) => !isOpenIn(s.m.at(s.advancer.m), s.advancer.gen),
    source: 'runtime/trace.go, invariant 2',
    otherwise: 'the section goes on writing into a buffer that the reader already has',
  });
}

function isOpenIn(m: M, gen: number): boolean {
  for (let depth = 0; depth < m.stack.length; depth++) {
    const section = m.stack.at(depth);
    if (isOpen(section.phase) && section.gen === gen) return true;
  }
  return false;
}
