import { expect, test } from 'vitest';
import { check } from '../checker/index.ts';
import { boundsNamed, designNamed, tracer } from './index.ts';

/** Property → steps of its shortest counterexample, in the whole space of `tiny`. */
const violated: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  '1.23': { NoDroppedEvent: 9 },
  seed: {
    OneGenerationPerOuterSection: 11,
    LockParityAndBalance: 20,
    LocksZeroOutside: 20,
    ReenteredZeroOutside: 21,
    NoDeadlock: 24,
    EventExactlyOnce: 34,
  },
  '1.26-nosplit': {},
};

test.for(Object.entries(violated))('in tiny, design %s violates what it should', async ([name, steps]) => {
  const report = await check(tracer(designNamed(name), boundsNamed('tiny')), { continue: true, debug: true });
  expect(Object.fromEntries(report.violations.map((v) => [v.property, v.trace?.steps.length]))).toEqual(
    steps,
  );
  expect(report.left).toBe(0);
});
