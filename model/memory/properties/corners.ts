import type { Property } from '../../../checker/index.ts';
import { OUTER, isOpen } from '../../state.ts';
import type { Constants, TracerSchema } from '../../state.ts';

/** Situations that exist only with store buffers. */
export function memoryCorners({
  over: { sometimes },
}: Constants): Readonly<Record<string, Property<TracerSchema>>> {
  return {
    ReachesStaleGen: sometimes({
      reached: (s) =>
        s.trace.gen !== s.memory.gen &&
        s.m.some((m) => isOpen(m.stack.at(OUTER).phase) && m.stack.at(OUTER).gen === s.memory.gen),
    }),
    ReachesStaleFlag: sometimes({
      reached: (s) =>
        s.advancer.phase === 'scan' &&
        s.m.some((m, id) => s.advancer.toFlush.at(id) && !m.writing && m.memory.writing === 1),
    }),
    ReachesTwoStores: sometimes({ reached: (s) => s.m.some((m) => m.memory.stores.at(1) !== 0) }),
  };
}
