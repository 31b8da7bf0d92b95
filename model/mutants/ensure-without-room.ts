import { also, changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const ensureWithoutRoom: Mutant = {
  name: 'ensure-without-room',
  change: 'ensure() finds room where there is none',
  why: 'the event is written past the end of the buffer',
  source: 'runtime/tracebuf.go, traceWriter.ensure',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      EventEnsure: also((next, { m, depth }) => {
        const section = next.m.at(Number(m)).stack.at(Number(depth));
        if (section.traceBuf !== 0) section.phase = 'firstUnit';
      }),
    }),
  fails: { tiny: { NoTornEvent: 18 }, small: { NoTornEvent: 18 } },
};
