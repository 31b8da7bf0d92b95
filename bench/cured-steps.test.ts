import { expect, test } from 'vitest';
import { check } from '../checker/index.ts';
import curedSteps from './cured-steps.ts';
import { tracerCounts } from '../peers/index.ts';

test('the cured steps hold, and have the space of the hand-written actions', async () => {
  const report = await check(curedSteps({ bounds: 'tiny' }));
  expect(report).toMatchObject({ verdict: 'holds', ...tracerCounts('tiny', '1.26-nosplit') });
});
