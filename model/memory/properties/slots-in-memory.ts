import type { Property } from '../../../checker/index.ts';
import type { Constants, M, TracerSchema } from '../../state.ts';

/** While others see the flag of an M down, they see its buffer pointers as the M does. */
export function slotsInMemory({ over }: Constants): Property<TracerSchema> {
  return over.always({
    when: (s) => s.m.some((m) => m.memory.writing === 0),
    holds: (s) => s.m.every((m) => m.memory.writing === 1 || (isSeen(m, 0) && isSeen(m, 1))),
    source: 'runtime/traceruntime.go, traceRelease',
    otherwise: 'traceAdvance flushes an old pointer, and the buffer stays behind in its generation',
  });
}

function isSeen({ buf, memory }: M, parity: number): boolean {
  return buf.at(parity) === memory.buf.at(parity);
}
