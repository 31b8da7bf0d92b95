import { expect, test } from 'vitest';
import { check, int, over, record } from '../index.ts';

const one = over(record({ at: int(0, 3), wide: int(0, 1000) }));

test('of several actions that never fire each says where its guard ends, however its conjuncts are asked', async () => {
  const system = one.system({
    name: 'never',
    initial: [{ at: 0, wide: 0 }],
    actions: {
      Step: one.action({
        guard: { more: (s) => s.at < 2 },
        effect: (s) => {
          s.at++;
        },
      }),
      // Decided by bits; two instances, of which one gets further.
      Place: one.action({
        params: { p: [2, 3] },
        guard: { place: (s, p) => s.at === p.p, wide: (s) => s.wide > 7, never: () => false },
        effect: (s) => {
          s.at = 0;
        },
      }),
      // Called: too many values.
      Wide: one.action({
        guard: { wide: (s) => s.wide === 1000 },
        effect: (s) => {
          s.at = 0;
        },
      }),
      // Enabled where the search does not come to.
      Later: one.action({
        guard: { late: (s) => s.at === 2 },
        effect: (s) => {
          s.wide = 1;
        },
      }),
    },
    properties: {},
  });
  const whole = await check(system, { depthMax: 1 });
  const never = Object.fromEntries(whole.actions.map(({ action, neverHeld }) => [action, neverHeld]));
  expect(never).toEqual({ Step: null, Place: 'place', Wide: 'wide', Later: 'late' });
  const deeper = await check(system, { depthMax: 2 });
  // The state that was found last was not expanded, and Later is enabled there.
  expect(Object.fromEntries(deeper.actions.map(({ action, neverHeld }) => [action, neverHeld]))).toEqual({
    Step: null,
    Place: 'wide',
    Wide: 'wide',
    Later: null,
  });
});
