/** What memory must look like for the core's properties to survive store buffers. */
import { range } from '../../../checker/index.ts';
import type { Property } from '../../../checker/index.ts';
import type { Regions } from '../regions/regions.ts';
import type { M, ProgramConstants, ProgramSchema } from '../state/state.ts';

type Properties = Readonly<Record<string, Property<ProgramSchema>>>;

export function memoryProperties(
  { over, bounds }: ProgramConstants,
  { own, ...regions }: Regions,
): Properties {
  if (bounds.parts.memory === undefined) return {};
  const params = { m: range(bounds.programs.length) };
  const { sometimes } = over;
  const isSeen = ({ buf, memory }: M, parity: number): boolean => buf.at(parity) === memory.buf.at(parity);
  return {
    FlagUpInMemory: over.always({
      params,
      when: (s, p) => own.open(s.m.at(p.m).own),
      holds: (s, p) => !own.open(s.m.at(p.m).own) || s.m.at(p.m).memory.writing === 1,
      source: 'runtime/traceruntime.go, traceAcquireEnabled',
      otherwise: 'traceAdvance sees the flag down and flushes the buffer that the section writes',
    }),
    SlotsInMemoryWhileFlagDown: over.always({
      params,
      when: (s, p) => s.m.at(p.m).memory.writing === 0,
      holds: (s, p) => {
        const m = s.m.at(p.m);
        return m.memory.writing === 1 || (isSeen(m, 0) && isSeen(m, 1));
      },
      source: 'runtime/traceruntime.go, traceRelease',
      otherwise: 'traceAdvance flushes an old pointer, and the buffer stays behind in its generation',
    }),
    ReachesStaleGen: sometimes({
      reached: (s) =>
        s.trace.gen !== s.memory.gen && s.m.some((m) => own.open(m.own) && own.gen(m.own) === s.memory.gen),
    }),
    ReachesStaleFlag: sometimes({
      reached: (s) =>
        s.caller.some(
          (caller) =>
            regions.scanning(caller.at) &&
            s.m.some((m, id) => regions.isLeft(caller, id) && !m.writing && m.memory.writing === 1),
        ),
    }),
    ReachesTwoStores: sometimes({ reached: (s) => s.m.some((m) => m.memory.stores.at(1) !== 0) }),
  };
}
