import { describe, expect, test } from 'vitest';
import { designs } from '../../model/index.ts';
import * as reference from '../../reference/index.ts';
import { follow, routeOf } from '../follow.ts';
import { freeRuns } from '../free-run.ts';
import { Lockstep } from '../lockstep.ts';
import type { Subject } from '../run/run.ts';
import { comparedBounds, freeBoundsOf, partOf } from './index.ts';

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
 * Bounds of each part; which designs follow every transition in the tests of every day, and in all of them. Where nothing grows, the
 * releases up to 1.25 are one design.
 */
const searched: readonly (readonly [name: string, everyDay: readonly string[], all: readonly string[]])[] = [
  ['threads-tiny', ['1.26-nosplit'], ['1.23', '1.25', '1.26-nosplit']],
  ['threads-small', [], ['1.25', '1.26']],
];

describe('the reference follows the model through every transition', () => {
  for (const [name, everyDay, all] of searched)
    for (const design of all) {
      const tags = everyDay.includes(design) ? [] : ['exhaustive'];
      test(`of ${design} at ${name}`, { tags }, async () => {
        const subject = { reference, design, debug: false, bounds: boundsOf(name) };
        const result = await follow(subject, await routeOf(subject));
        expect(told(subject, result.failure)).toBeNull();
        expect(result.covered).toBe(result.transitions);
        expect(result.transitions).toBeGreaterThan(1000);
      });
    }
});

describe('the model follows the reference where a seed sends it', () => {
  const free = [...new Set(searched.map(([name]) => freeBoundsOf(boundsOf(name))))];
  for (const bounds of free)
    for (const design of Object.keys(designs)) {
      const tags = design === '1.26-nosplit' ? [] : ['exhaustive'];
      test(`of ${design} at ${bounds.name}`, { tags }, async () => {
        const subject = { reference, design, debug: false, bounds };
        const { failure, steps } = await freeRuns(subject, 1, 20);
        expect(told(subject, failure?.disagreement ?? null)).toBeNull();
        expect(steps).toBeGreaterThan(2000);
      });
    }
});

test('bounds with two parts, or with sections without end, are not compared', () => {
  const [tiny, threads] = [boundsOf('tiny'), boundsOf('threads-tiny')];
  expect(partOf(tiny)).toBeNull();
  expect(partOf({ ...threads, parts: { memory: { storesPerM: 1 } } })).toBeUndefined();
  expect(partOf({ ...tiny, programs: [{ sections: 1, growths: 0, endless: true }] })).toBeUndefined();
});
