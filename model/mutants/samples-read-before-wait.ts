import { also, changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';
import type { Change } from '../change.ts';

export const samplesReadBeforeWait: Mutant = {
  name: 'samples-read-before-wait',
  change: 'traceAdvance reads the samples of the generation before it has seen all flags down',
  why: 'a sample that comes later waits in a log that is read again two generations on',
  source: 'runtime/trace.go, traceAdvance',
  design: correct,
  part: 'sections',
  mutate: (actions) =>
    changed(actions, {
      AdvanceSnapshot: also(({ sections, advancer }) => {
        sections.at(0).cpuLog.set(advancer.gen % 2, 0);
      }),
      AdvanceFlushedGen: keepingSamples,
    }),
  fails: { 'sections-tiny': { NoSampleLeftBehind: 30 }, 'sections-small': { NoSampleLeftBehind: 30 } },
};

/** The action with the samples left where they are. */
const keepingSamples: Change = (action) => ({
  ...action,
  effect: (next, params) => {
    const { cpuLog } = next.sections.at(0);
    const kept = [0, 1].map((parity) => cpuLog.at(parity));
    action.effect(next, params);
    kept.forEach((gen, parity) => {
      cpuLog.set(parity, gen);
    });
  },
});
