import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boundsNamed, designs } from '../model/index.ts';
import * as reference from '../reference/index.ts';
import { freeRun, freeRuns } from './free-run.ts';
import { Lockstep } from './lockstep.ts';
import { freeBounds } from './run/free-bounds.ts';

const seed = Number(process.env['FUZZ_SEED'] ?? 20261126);
const runs = Number(process.env['FUZZ_RUNS'] ?? 100);

/** The steps of a disagreement's schedule, as text. */
const textOf = (lockstep: Lockstep, schedule: readonly number[]): string =>
  schedule.map((instance) => lockstep.instances.textOf(instance)).join(' ');

/** What drops events, what is shipped, and what holds. */
const ofEveryDay = (design: string): string[] =>
  ['1.23', '1.26', '1.26-nosplit'].includes(design) ? [] : ['exhaustive'];

describe(`the reference goes where a seed sends it, from ${seed} on, and the model goes with it`, () => {
  for (const design of Object.keys(designs))
    test(`${design}, far beyond the bounds that are searched`, { tags: ofEveryDay(design) }, async () => {
      const result = await freeRuns({ reference, design, debug: false, bounds: freeBounds }, seed, runs);
      expect(result.failure).toBeNull();
      expect(result.steps / result.runs).toBeGreaterThan(150);
      // Only designs that damage buffers, or leak counts, come to where nothing can be compared.
      if (['1.23', 'seed-entry-gen', 'seed-undo', '1.26-nosplit'].includes(design))
        expect(result.over).toBe(0);
      else expect(result.over).toBeGreaterThan(0);
    });

  for (const design of ['seed', '1.24', '1.26', '1.26-nosplit'])
    test(`${design} with debugTraceReentrancy`, { tags: ofEveryDay(design) }, async () => {
      const subject = { reference, design, debug: true, bounds: boundsNamed('ci') };
      expect((await freeRuns(subject, seed, runs)).failure).toBeNull();
    });
});

describe('a tape of choices', () => {
  const lockstep = new Lockstep({ reference, design: '1.26-nosplit', debug: false, bounds: freeBounds });
  const tape = fc.array(fc.nat(99), { minLength: 1, maxLength: 400 });

  test('leads the reference through steps of the model, whatever it is', () => {
    fc.assert(
      fc.property(tape, (choices) => {
        lockstep.reset();
        let disagreement = lockstep.compare();
        for (const choice of choices) {
          if (disagreement !== null || lockstep.open.length === 0) break;
          disagreement = lockstep.take(lockstep.open[choice % lockstep.open.length] ?? 0);
        }
        expect(
          disagreement === null
            ? ''
            : `${disagreement.text} after ${textOf(lockstep, disagreement.schedule)}`,
        ).toBe('');
      }),
      { seed, numRuns: runs },
    );
  });
});

test('a seed gives the same run again', () => {
  const lockstep = new Lockstep({ reference, design: 'seed', debug: false, bounds: boundsNamed('small') });
  freeRun(lockstep, 7);
  const first = textOf(lockstep, lockstep.schedule);
  freeRun(lockstep, 8);
  expect(textOf(lockstep, lockstep.schedule)).not.toBe(first);
  freeRun(lockstep, 7);
  expect(textOf(lockstep, lockstep.schedule)).toBe(first);
});
