import type { Property } from '../../checker/index.ts';
import { NESTED, OUTER, isOpen } from '../state.ts';
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
  const outer = m.stack.at(OUTER);
  const nested = m.stack.at(NESTED);
  return (isOpen(outer.phase) && outer.gen === gen) || (isOpen(nested.phase) && nested.gen === gen);
}
