/** Random systems with one misfit planted, compared with the strict twin. */
import fc from 'fast-check';
import { judgeMisfit } from '../../checker/testing/judge-misfits.ts';
import { misfitOf } from '../../checker/testing/misfits.ts';
import { mixedSpec } from '../../checker/testing/random-mixed.ts';
import { subject, tape } from './subject.ts';

export const misfits = subject({
  name: 'misfits',
  about: 'random systems with a write, a read or an answer that does not fit, compared with a strict twin',
  inputs: fc.record({
    choices: tape(300),
    misfit: tape(30),
    options: fc.constantFrom(
      { continue: true },
      {},
      { debug: true, continue: true },
      { vacuity: true },
      { vacuity: true, continue: true },
      { search: 'depth-first', continue: true } as const,
      { workers: 2, continue: true },
      { workers: 2 },
    ),
  }),
  perRound: 20,
  judge: async ({ options, ...tapes }, tally) => {
    const fault = await judgeMisfit(tapes, options);
    tally.count(fault === undefined ? 'never met' : `${fault.code} in ${fault.function}`);
    tally.count(options.workers === 2 ? '2 workers' : '1 worker');
  },
  show: ({ choices, misfit, options }) => {
    const spec = mixedSpec(choices);
    return JSON.stringify({ options, misfit: misfitOf(spec, misfit), spec });
  },
});
