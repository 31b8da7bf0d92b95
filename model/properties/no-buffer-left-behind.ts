import { range } from '../../checker/index.ts';
import type { Property } from '../../checker/index.ts';
import { hasWriterAt } from '../state.ts';
import type { Constants, M, TracerSchema } from '../state.ts';

/**
 * Once a generation counts as flushed, no M has a buffer of it or of an earlier one in its slots. Judged where no writer
 * of the M is open: until its `end()`, a slot may name a buffer that refill has handed to the reader.
 */
export function noBufferLeftBehind({ ms, over }: Constants): Property<TracerSchema> {
  return over.always({
    params: { m: range(ms) },
    when: (s) => s.trace.flushedGen !== 0,
    holds: (s, p) => {
      const { flushedGen } = s.trace;
      const m = s.m.at(p.m);
      return hasWriterAt(m) || !(isStale(m, 0, flushedGen) || isStale(m, 1, flushedGen));
    },
    source: 'runtime/trace.go, invariant 3',
    otherwise: 'the caller of traceAdvance lacks data of the generation that it was promised',
  });
}

function isStale(m: M, parity: number, flushedGen: number): boolean {
  const buf = m.buf.at(parity);
  return buf !== 0 && m.bufs.at(buf - 1).gen <= flushedGen;
}
