import type { Property } from '../../checker/index.ts';
import { isOutside } from '../state.ts';
import type { Constants, TracerSchema } from '../state.ts';

/** Outside its sections an M has `reentered` 0. */
export function reenteredZeroOutside({ over }: Constants): Property<TracerSchema> {
  return over.always({
    when: (s) => s.m.some(isOutside),
    holds: (s) => s.m.every((m) => !isOutside(m) || m.reentered === 0),
    source: 'runtime/traceruntime.go, mTraceState.reentered',
    otherwise: 'the next outer release counts reentered down instead of lowering the flag',
  });
}
