/** Random systems, stopped at random moments and gone on with by another number of workers, against searches that are not. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { workerModule } from '../../checker/testing/for-workers.ts';
import randomSystem, { specOf } from '../../checker/testing/random-system.ts';
import { judgeResumed, stopsArbitrary } from '../../checker/testing/resumed.ts';
import { subject, tape } from './subject.ts';

const url = workerModule('random-system.ts');

const folder = mkdtempSync(join(tmpdir(), 'nosplit-fuzz-'));
process.once('exit', () => {
  rmSync(folder, { recursive: true });
});

export const checkpoints = subject({
  name: 'checkpoints',
  about: 'random systems, stopped and gone on with, compared with searches that were not stopped',
  inputs: fc.record({ choices: tape(300), how: stopsArbitrary }),
  perRound: 10,
  judge: async ({ choices, how }, tally) => {
    const { stopped, whole } = await judgeResumed(
      randomSystem(choices),
      url,
      choices,
      how,
      join(folder, 'search'),
    );
    tally.count(`stopped ${stopped} times`);
    tally.count(how.search);
    if (how.stops.some(({ workers }) => workers !== how.last)) tally.count('another number of workers');
    tally.most('states', whole.distinct);
  },
  show: ({ choices, how }) => JSON.stringify({ ...how, system: specOf(choices) }),
});
