import type { Property } from '../../../checker/index.ts';
import type { Constants, TracerSchema } from '../../state.ts';

/** Once a generation counts as flushed, no sample of it or of an earlier one waits. */
export function noSampleLeftBehind({ over }: Constants): Property<TracerSchema> {
  return over.always({
    when: (s) => s.trace.flushedGen !== 0,
    holds: (s) => s.sections.at(0).cpuLog.every((gen) => gen === 0 || gen > s.trace.flushedGen),
    source: 'runtime/trace.go, traceAdvance',
    otherwise: 'the sample is lost, or told as one of a generation two later',
  });
}
