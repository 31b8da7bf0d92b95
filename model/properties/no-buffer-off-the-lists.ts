import type { Property } from '../../checker/index.ts';
import { OUTER, hasWriter } from '../state.ts';
import type { Constants, M, TracerSchema } from '../state.ts';
import { isOffTheLists } from '../threads/lists.ts';

/** An M that is neither on allm nor on freem has no buffer, neither in its slots nor in the hands of a writer. */
export function noBufferOffTheLists({ over }: Constants): Property<TracerSchema> {
  return over.always({
    when: (s) => s.m.some(isOffTheLists),
    holds: (s) => s.m.every((m) => !isOffTheLists(m) || hasNoBuffer(m)),
    source: 'runtime/trace.go, invariant 1',
    otherwise: 'no later snapshot finds the M: the buffer and its events are gone for ever',
  });
}

function hasNoBuffer(m: M): boolean {
  const { phase, traceBuf } = m.stack.at(OUTER);
  return m.buf.at(0) === 0 && m.buf.at(1) === 0 && !(hasWriter(phase) && traceBuf !== 0);
}
