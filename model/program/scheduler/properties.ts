/** What a reader of the trace needs of statuses, sequence numbers and transitions, and the corners of the part. */
import type { Property } from '../../../checker/index.ts';
import { readerProperties } from '../../statuses/properties.ts';
import type { Regions } from '../regions.ts';
import type { ProgramConstants, ProgramSchema, ProgramState } from '../state.ts';

export function statusesProperties(
  { over, bounds }: ProgramConstants,
  regions: Regions,
): Readonly<Record<string, Property<ProgramSchema>>> {
  const grows = bounds.programs.some(({ growths }) => growths > 0);
  const notedAs = (s: ProgramState, traced: boolean): boolean =>
    s.caller.some((caller) =>
      s.g.some((g, index) => s.noted.at(index) !== 0 && g.traced.at(regions.ended(caller) % 3) === traced),
    );
  return {
    ...readerProperties<ProgramSchema>({ over }, (s) => s.known.stumbled),
    ReachesStatusOfUntracedG: over.sometimes({
      reached: (s) => s.caller.some(({ at }) => regions.scanning(at)) && notedAs(s, false),
    }),
    ReachesUntracedGTracedLater: over.sometimes({
      reached: (s) => s.caller.some(({ at }) => regions.scanning(at)) && notedAs(s, true),
    }),
    ReachesGInTwoGenerations: over.sometimes({
      reached: (s) => s.known.reader.some(({ now }) => now.at(0) !== 'none' && now.at(1) !== 'none'),
    }),
    ...(grows && {
      ReachesNestedStatus: over.sometimes({
        reached: (s) => s.m.some((m) => regions.growth.acquired(m.growth) !== 0),
      }),
    }),
    ReachesStatusOfAnother: over.sometimes({
      reached: (s) =>
        s.m.some((m) => {
          const acquired = regions.own.acquired(m.own);
          return acquired !== 0 && acquired !== m.curg;
        }),
    }),
  };
}
