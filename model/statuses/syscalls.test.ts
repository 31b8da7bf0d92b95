import { describe, expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import { naiveCheck } from '../../checker/testing/naive.ts';
import { boundsNamed } from '../bounds.ts';
import { designNamed } from '../designs.ts';
import { describeCounts } from '../testing/counts.ts';
import { tracer } from '../tracer.ts';

const bounds = boundsNamed('statuses-syscalls');
const programs = [
  { sections: 1, growths: 1 },
  { sections: 1, growths: 0 },
];

describeCounts('statuses-syscalls', { distinct: 61_264, generated: 138_238, diameter: 75 });

describe('the whole space, also by a naive search', () => {
  for (const name of ['1.23', '1.26'])
    test(`design ${name}`, { tags: name === '1.23' ? ['exhaustive'] : [] }, async () => {
      const system = tracer(designNamed(name), { ...bounds, programs });
      const { distinct, generated, diameter } = await check(system, { continue: true, debug: true });
      expect(naiveCheck(system, true)).toEqual({ distinct, generated, diameter, violated: {} });
    });
});

test('1.26 violates nothing with four generations, and a goroutine that waits', async () => {
  const parts = { statuses: { gs: ['running', 'waiting'], syscalls: true } } as const;
  const { violations, left } = await check(
    tracer(designNamed('1.26'), { ...bounds, programs, generations: 4, parts }),
  );
  expect([violations, left]).toEqual([[], 0]);
});
