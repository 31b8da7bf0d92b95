import { range } from '../../checker/index.ts';
import type { Property } from '../../checker/index.ts';
import { isOutside } from '../state.ts';
import type { Constants, TracerSchema } from '../state.ts';

/** Outside its sections an M has `reentered` 0. */
export function reenteredZeroOutside({ ms, over }: Constants): Property<TracerSchema> {
  return over.always({
    params: { m: range(ms) },
    when: (s, p) => isOutside(s.m.at(p.m)),
    holds: (s, p) => s.m.at(p.m).reentered === 0,
    source: 'runtime/traceruntime.go, mTraceState.reentered',
    otherwise: 'the next outer release counts reentered down instead of lowering the flag',
  });
}
