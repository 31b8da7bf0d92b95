import { range } from '../../checker/index.ts';
import type { Property } from '../../checker/index.ts';
import { isOutside } from '../state.ts';
import type { Constants, TracerSchema } from '../state.ts';

/** Outside its sections an M has `m.locks` 0, as far as the tracer counts it. */
export function locksZeroOutside({ ms, over }: Constants): Property<TracerSchema> {
  return over.always({
    params: { m: range(ms) },
    when: (s, p) => isOutside(s.m.at(p.m)),
    holds: (s, p) => s.m.at(p.m).locks === 0,
    source: 'runtime/proc.go, schedule',
    otherwise: 'the M can never be preempted again, and its next call of schedule throws "holding locks"',
  });
}
