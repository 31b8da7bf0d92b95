/** What a reader of the trace needs of statuses, sequence numbers and transitions. */
import type { Property } from '../../checker/index.ts';
import { readerProperties } from '../trace-reader/properties.ts';
import { NESTED, OUTER } from '../state.ts';
import type { Constants, TracerSchema } from '../state.ts';
import { statusesOf } from './state.ts';

export function statusesProperties(k: Constants): Readonly<Record<string, Property<TracerSchema>>> {
  const { over, design } = k;
  return {
    ...readerProperties(k, (s) => statusesOf(s).stumbled),
    ReachesStatusOfUntracedG: over.sometimes({
      reached: (s) => {
        const { advance, g } = statusesOf(s);
        return (
          s.advancer.phase === 'scan' &&
          g.some(
            (one, index) => advance.untraced.at(index) !== 'none' && !one.statusTraced.at(s.advancer.gen % 3),
          )
        );
      },
    }),
    ReachesUntracedGTracedLater: over.sometimes({
      reached: (s) => {
        const { advance, g } = statusesOf(s);
        return g.some(
          (one, index) => advance.untraced.at(index) !== 'none' && one.statusTraced.at(s.advancer.gen % 3),
        );
      },
    }),
    ReachesGInTwoGenerations: over.sometimes({
      reached: (s) => statusesOf(s).reader.some(({ now }) => now.at(0) !== 'none' && now.at(1) !== 'none'),
    }),
    ...(design.reentry !== 'drop' && {
      ReachesNestedStatus: over.sometimes({
        reached: (s) => statusesOf(s).m.some(({ acquired }) => acquired.at(NESTED) !== 0),
      }),
    }),
    ...(k.bounds.parts.statuses?.syscalls === true && {
      ReachesSyscallNotedDown: over.sometimes({
        reached: (s) => statusesOf(s).advance.untraced.some((noted) => noted === 'syscall'),
      }),
    }),
    ReachesStatusOfAnother: over.sometimes({
      reached: (s) =>
        statusesOf(s).m.some(({ acquired, curg }) => acquired.at(OUTER) !== 0 && acquired.at(OUTER) !== curg),
    }),
  };
}
