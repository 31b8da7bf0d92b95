import { expect, test } from 'vitest';
import { handSpecialised } from './hand-specialised.ts';
import { expectedRows } from '../peers/index.ts';

const rows = expectedRows().filter(
  ({ model, params, distinct, verdict }) =>
    model === 'two-phase-commit' && verdict === 'holds' && distinct < 1_000_000 && params['n'] !== undefined,
);

test('there are expected counts to compare with', () => {
  expect(rows.length).toBeGreaterThanOrEqual(3);
});

test.each(rows)('the hand-written search of $params has the counts of the other checkers', (row) => {
  const { distinct, generated, diameter } = row;
  const found = handSpecialised(Number(row.params['n']));
  expect(found).toMatchObject({ distinct, generated, diameter, consistent: true });
  const transitions = Object.values(found.fired).reduce((sum, count) => sum + count, 0);
  expect(transitions).toBe(generated - 1);
});

test('a number of resource managers that does not fit its words is refused', () => {
  for (const n of [0, 11, 2.5, NaN]) expect(() => handSpecialised(n)).toThrow('not between 1 and 10');
});
