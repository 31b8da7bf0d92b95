import type { Property } from '../../../checker/index.ts';
import type { Constants, TracerSchema } from '../../state.ts';
import { readerOf } from '../state.ts';

/** doneSema counts no further than one: each release is that of one generation, and somebody waits for it. */
export function doneSemaAtMostOne({ over }: Constants): Property<TracerSchema> {
  return over.always({
    holds: (s) => !readerOf(s).doneTwice,
    source: 'runtime/trace.go, trace.doneSema',
    otherwise: 'a later advance returns before its generation has been read',
  });
}
