/** The state of a log with some of its Ms alone, in the finite bounds of a system that is looked at. */
import type { Plain } from '../../checker/index.ts';
import type { Bounds, TracerSchema } from '../../model/index.ts';

type M = Plain<TracerSchema>['m'][number];

/** What only counts begins anew: the numbers of events, and the sections and growths that an M has left. */
export function alone(
  state: Plain<TracerSchema>,
  ms: readonly number[],
  bounds: Bounds,
): Plain<TracerSchema> {
  const { advancer, m, ...rest } = state;
  return {
    ...rest,
    advancer: {
      ...advancer,
      toFlush: ms.map((id) => advancer.toFlush[id] === true),
      m: Math.max(0, ms.indexOf(advancer.m)),
    },
    m: ms.flatMap((id, index) => {
      const mp = m[id];
      const program = bounds.programs[index];
      return mp === undefined || program === undefined ? [] : [counted(mp, bounds, program)];
    }),
  };
}

const counted = (
  mp: M,
  { buffersPerM, eventsPerBuffer }: Bounds,
  { sections, growths }: Bounds['programs'][number],
): M => ({
  ...mp,
  bufs: Array.from({ length: buffersPerM }, (_, index) => {
    const { gen, pos } = mp.bufs[index] ?? { gen: 0, pos: 0 };
    return { gen, pos, events: Array.from({ length: eventsPerBuffer }, () => 0) };
  }),
  full: mp.full.map((queue) => Array.from({ length: buffersPerM }, (_, index) => queue[index] ?? 0)),
  ...{ wrote: 0, read: 0, sections, growths },
});
