import type { Property } from '../../../checker/index.ts';
import type { Constants, M, TracerSchema } from '../../state.ts';

/** A sample about to be written is of a generation whose samples traceAdvance has yet to read. */
export function noSampleAfterDump({ over }: Constants): Property<TracerSchema> {
  return over.always({
    when: (s) => s.m.some(isWriting),
    holds: (s) => s.m.every((m) => !isWriting(m) || m.signal.at(0).gen > s.trace.flushedGen),
    source: 'runtime/tracecpu.go, traceCPUSample',
    otherwise: 'nobody reads the sample in its generation, or it is of none',
  });
}

const isWriting = (m: M): boolean => m.signal.at(0).phase === 'write';
