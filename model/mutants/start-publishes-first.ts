import { also, changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const startPublishesFirst: Mutant = {
  name: 'start-publishes-first',
  change: 'StartTrace stores the generation before enabled',
  why: 'an acquire that reads enabled as false drops its event though tracing is on',
  source: 'runtime/trace.go, StartTrace',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      StartEnable: also((next) => {
        next.trace.enabled = false;
        next.trace.gen = next.trace.lastNonZeroGen + 1;
      }),
      StartPublish: also((next) => {
        next.trace.enabled = true;
      }),
    }),
  fails: { tiny: { EnabledWhileTracing: 1 }, small: { EnabledWhileTracing: 1 } },
};
