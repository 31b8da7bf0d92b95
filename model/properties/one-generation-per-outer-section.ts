import { range } from '../../checker/index.ts';
import type { Property } from '../../checker/index.ts';
import { OUTER, isOpen } from '../state.ts';
import type { Constants, M, TracerSchema } from '../state.ts';

/** A nested section writes into the generation of the section around it. */
export function oneGenerationPerOuterSection({ ms, over }: Constants): Property<TracerSchema> {
  return over.always({
    params: { m: range(ms) },
    when: (s, p) => hasNested(s.m.at(p.m)),
    holds: (s, p) => agrees(s.m.at(p.m)),
    source: 'runtime/traceruntime.go, mTraceState.entryGen',
    otherwise:
      'an event that came first lands in the later generation, with a status that contradicts the outer event; the parser rejects the trace',
  });
}

function hasNested(m: M): boolean {
  for (let depth = OUTER + 1; depth < m.stack.length; depth++)
    if (isOpen(m.stack.at(depth).phase)) return true;
  return false;
}

function agrees(m: M): boolean {
  const { gen } = m.stack.at(OUTER);
  for (let depth = OUTER + 1; depth < m.stack.length; depth++) {
    const nested = m.stack.at(depth);
    if (isOpen(nested.phase) && nested.gen !== gen) return false;
  }
  return true;
}
