import type { Property } from '../../checker/index.ts';
import { NESTED } from '../state.ts';
import type { Constants, TracerSchema } from '../state.ts';

/** With debugTraceReentrancy, no stack grows while `throwsplit` is set. */
export function noThrowsplitAtGrowth({ over }: Constants): Property<TracerSchema> {
  return over.always({
    when: (s) => s.m.some((m) => m.growing !== 'no'),
    holds: (s) => s.m.every((m) => m.stack.at(NESTED).phase !== 'thrown'),
    source: 'runtime/stack.go, newstack',
    otherwise: 'the runtime throws "stack split at bad time"',
  });
}
