import type { Property } from '../../checker/index.ts';
import type { Constants, M, TracerSchema } from '../state.ts';

/** An extra M that waits for its next thread has no buffer of the last one: a batch names its thread once, in its header. */
export function noBufferOfAnotherThread({ over }: Constants): Property<TracerSchema> {
  return over.always({
    when: (s) => s.m.some(isIdle),
    holds: (s) => s.m.every((m) => !isIdle(m) || (m.buf.at(0) === 0 && m.buf.at(1) === 0)),
    source: 'runtime/proc.go, dropm',
    otherwise: 'the next thread writes its events into a batch that says that they are of the last one',
  });
}

const isIdle = ({ life }: M): boolean => life === 'idle';
