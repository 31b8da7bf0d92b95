import type { Property } from '../../../checker/index.ts';
import { NESTED, OUTER, hasWriter, isUsed, queued } from '../../state.ts';
import type { Constants, M, TracerSchema } from '../../state.ts';
import { readerOf } from '../state.ts';

/**
 * The buffer that ReadTrace has handed out is not empty, not queued, in nobody's slot and under nobody's writer. A slot is judged
 * where no writer of its M is open: until its `end()`, it may name a buffer that refill has queued.
 */
export function readingBufferIsNobodyElses({ over }: Constants): Property<TracerSchema> {
  return over.always({
    when: (s) => readerOf(s).reading !== 0,
    holds: (s) => {
      const { reading, m } = readerOf(s);
      return reading === 0 || isFree(s.m.at(m), reading);
    },
    source: 'runtime/trace.go, trace.reading',
    otherwise: 'the bytes change while they are copied out',
  });
}

function isFree(m: M, buf: number): boolean {
  const [outer, nested] = [m.stack.at(OUTER), m.stack.at(NESTED)];
  const [outerWrites, nestedWrites] = [hasWriter(outer.phase), hasWriter(nested.phase)];
  if (!isUsed(m, buf) || (queued(m) & (1 << buf)) !== 0) return false;
  if (outerWrites || nestedWrites)
    return !(outerWrites && outer.traceBuf === buf) && !(nestedWrites && nested.traceBuf === buf);
  return m.buf.at(0) !== buf && m.buf.at(1) !== buf;
}
