import type { Property } from '../../checker/index.ts';
import { OUTER, hasWriter } from '../state.ts';
import type { Constants, TracerSchema } from '../state.ts';

/** With debugTraceReentrancy, `throwsplit` is set from `writer()` to `end()` on the goroutine's stack and nowhere else. */
export function throwsplitBalanced({ over }: Constants): Property<TracerSchema> {
  return over.always({
    when: (s) => s.m.some((m) => m.throwsplit || hasWriter(m.stack.at(OUTER).phase)),
    holds: (s) => s.m.every((m) => m.throwsplit === hasWriter(m.stack.at(OUTER).phase)),
    source: 'runtime/tracebuf.go, traceWriter.end',
    otherwise: 'a growth after the section throws, or one inside it goes unnoticed',
  });
}
