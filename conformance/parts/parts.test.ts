import { describe, expect, test } from 'vitest';
import * as reference from '../../reference/index.ts';
import { follow, routeOf } from '../follow.ts';
import { freeRuns } from '../free-run.ts';
import { Lockstep } from '../lockstep.ts';
import type { Subject } from '../run/run.ts';
import { comparedBounds, freeBoundsOf, isCompared, partOf } from './index.ts';

const boundsOf = (name: string) => {
  const bounds = comparedBounds[name];
  if (bounds === undefined) throw new Error(`${name} is not compared`);
  return bounds;
};

/** What a disagreement says, with the steps that lead to it as text. */
const told = (subject: Subject, failure: { text: string; schedule: readonly number[] } | null) => {
  if (failure === null) return null;
  const { instances } = new Lockstep(subject);
  return `${failure.text} after ${failure.schedule.map((instance) => instances.textOf(instance)).join(' ')}`;
};

/**
 * Bounds of each part, a design, and every which path is taken, from the first on. Where nothing grows, the releases differ in little.
 */
const everyDay = [
  ['threads-tiny', '1.26-nosplit', 20],
  ['reader-tiny', '1.26', 20],
  ['memory-tiny', '1.26-nosplit', 40],
  ['statuses-tiny', '1.26', 40],
  ['procs-tiny', '1.25', 40],
] as const;
const exhaustive = [
  ['threads-tiny', '1.25', 1],
  ['threads-small', '1.26', 1],
  ['reader-tiny', '1.24', 1],
  ['reader-tiny', '1.26', 1],
  ['sections-small', '1.23', 20],
  ['sections-small', '1.25', 5],
  ['sections-small', '1.26-nosplit', 1],
  ['memory-tiny', '1.23', 1],
  ['memory-tiny', '1.26-nosplit', 1],
  ['memory-small', '1.25', 20],
  ['statuses-tiny', '1.25', 1],
  ['statuses-small', '1.26', 4],
  ['statuses-restart', '1.26', 16],
  ['statuses-syscalls', '1.25', 100],
  ['statuses-syscalls', '1.26', 100],
  ['procs-tiny', '1.25', 1],
  ['procs-tiny', '1.26', 1],
  ['procs-restart', '1.25', 16],
  ['syscalls-small', '1.25', 12],
  ['syscalls-small', '1.26', 12],
  ['procs-restart', '1.26', 16],
] as const;
/** Of larger bounds every second of these paths; NIGHTLY=1 takes all. */
const fewer = process.env['NIGHTLY'] === undefined ? 2 : 1;

describe('the reference follows the model', () => {
  const follows = async (name: string, design: string, every: number) => {
    const subject = { reference, design, debug: false, bounds: boundsOf(name) };
    const result = await follow(subject, await routeOf(subject), { every });
    expect(told(subject, result.failure)).toBeNull();
    expect(result.transitions).toBeGreaterThan(1000);
    expect(result.covered === result.transitions).toBe(every === 1);
  };
  test.each(everyDay)('at %s, of %s, along one path in %i', follows);
  test.each(
    exhaustive.map(([name, design, every]) => [name, design, every === 1 ? 1 : every * fewer] as const),
  )('at %s, of %s, along one path in %i', { tags: 'exhaustive' }, follows);
});

describe('the model follows the reference where a seed sends it', () => {
  const free = [
    'threads-tiny',
    'reader-tiny',
    'sections-small',
    'memory-tiny',
    'statuses-tiny',
    'statuses-syscalls',
    'procs-tiny',
    'syscalls-small',
  ].map((name) => freeBoundsOf(boundsOf(name)));
  for (const bounds of free)
    for (const design of ['1.23', '1.25', '1.26', '1.26-nosplit']) {
      if (!isCompared({ reference, design, debug: false, bounds })) continue;
      const tags = design === '1.26-nosplit' ? [] : ['exhaustive'];
      test(`at ${bounds.name}, of ${design}`, { tags }, async () => {
        const subject = { reference, design, debug: false, bounds };
        const { failure, steps } = await freeRuns(subject, 1, 15);
        expect(told(subject, failure?.disagreement ?? null)).toBeNull();
        expect(steps).toBeGreaterThan(2000);
      });
    }
});

test('bounds with two parts, with sections without end, or with large buffers are not compared', () => {
  const [tiny, threads] = [boundsOf('tiny'), boundsOf('threads-tiny')];
  expect(partOf(tiny)).toBeNull();
  expect(partOf({ ...threads, parts: { memory: { storesPerM: 1 } } })).toBeUndefined();
  expect(partOf({ ...tiny, programs: [{ sections: 1, growths: 0, endless: true }] })).toBeUndefined();
  expect(partOf({ ...tiny, eventsPerBuffer: 3 })).toBeUndefined();
});
