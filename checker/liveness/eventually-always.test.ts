import { expect, test } from 'vitest';
import { bool, check, int, over, range, record, replay, violationOf, why } from '../index.ts';

/** A light that goes on and off as long as it is not broken; once broken it stays as it is. */
const state = record({ on: bool(), broken: bool(), turns: int(0, 1) });
const { action, eventuallyAlways, system, zero } = over(state);
const light = system({
  name: 'light',
  initial: [zero],
  actions: {
    Switch: action({
      guard: { whole: (s) => !s.broken },
      effect: (next) => {
        next.on = !next.on;
      },
    }),
    Break: action({
      guard: { whole: (s) => !s.broken, on: (s) => s.on },
      effect: (next) => {
        next.broken = true;
      },
    }),
  },
  properties: {
    Stays: eventuallyAlways({ holds: (s) => s.on }),
    StaysIfItBreaks: eventuallyAlways({
      fairness: { weak: ['Switch'], strong: ['Break'] },
      holds: (s) => s.on,
    }),
    Each: eventuallyAlways({
      params: { turns: range(2) },
      fairness: { weak: ['Switch'], strong: ['Break'] },
      holds: (s, { turns }) => s.turns === turns,
    }),
  },
});

test('what is left again and again does not last, and a run that leaves it is shown', async () => {
  const { violations, properties } = await check(light, { continue: true });
  expect(properties.map(({ property, verdict }) => [property, verdict])).toEqual([
    ['Stays', 'violated'],
    ['StaysIfItBreaks', 'holds'],
    ['Each', 'violated'],
  ]);
  const [stays, each] = violations;
  expect(stays).toMatchObject({ steps: 2, trace: { loop: 0, shortest: true }, lasso: { since: 0 } });
  // The goal is no fairness: what the run does about it is not listed.
  expect(stays?.lasso?.constraints).toHaveLength(1);
  expect(each).toMatchObject({ params: { turns: 1 } });
  if (!stays?.trace) throw new Error('it is violated');
  expect(why(light, { trace: stays.trace, step: 0, name: 'Stays' })).toMatchObject({
    verdict: 'not reached',
  });
  expect(why(light, { trace: stays.trace, step: 1, name: 'Stays' })).toMatchObject({ verdict: 'reached' });
});

test('a saved lasso is judged again, and refused where the goal lasts in its loop', async () => {
  const { violations } = await check(light);
  const [violation] = violations;
  if (!violation?.trace) throw new Error('it is violated');
  const trace = replay(light, violation.trace.id);
  expect(violationOf(light, 'Stays', trace, violation)).toMatchObject({ property: 'Stays' });
  const lasting = system({
    ...light,
    properties: { Stays: eventuallyAlways({ holds: () => true }) },
  });
  expect(() => violationOf(lasting, 'Stays', trace, violation)).toThrow('the goal lasts throughout the loop');
});
