import type { Property } from '../../checker/index.ts';
import { OUTER, isOpen } from '../state.ts';
import type { Constants, M, TracerSchema, TracerState } from '../state.ts';

/**
 * From its snapshot on, traceAdvance has every M on its list that still has to do with the generation that ends: one in a
 * section of it, or with a buffer of it. Threads that start later belong to the next generation.
 */
export function snapshotMissesNone({ over }: Constants): Property<TracerSchema> {
  return over.always({
    when: isScanning,
    holds: (s) => {
      if (!isScanning(s)) return true;
      for (let id = 0; id < s.m.length; id++)
        if (!s.advancer.toFlush.at(id) && isOf(s.m.at(id), s.advancer.gen)) return false;
      return true;
    },
    source: 'runtime/trace.go, traceAdvance',
    otherwise: 'the generation counts as flushed while the M still has, or yet writes, a buffer of it',
  });
}

const isScanning = ({ advancer: { phase } }: TracerState): boolean => phase === 'scan' || phase === 'flush';

function isOf(m: M, gen: number): boolean {
  const buf = m.buf.at(gen % 2);
  const outer = m.stack.at(OUTER);
  return (buf !== 0 && m.bufs.at(buf - 1).gen === gen) || (isOpen(outer.phase) && outer.gen === gen);
}
