import { expect, test } from 'vitest';
import { expectedRows } from './rows.ts';
import { rumur } from './rumur.ts';

const rows = expectedRows().filter(({ oracles, distinct }) => oracles.includes('rumur') && distinct < 1000);
const missing = rumur.missing();
if (missing !== undefined) console.log(`rumur is skipped: ${missing}`);

for (const row of rows) {
  const { model, params, distinct, generated, violated } = row;
  test.skipIf(missing !== undefined)(
    `rumur counts the states of ${model} ${JSON.stringify(params)}`,
    { tags: ['exhaustive'] },
    () => {
      expect(rumur.run(row)).toEqual({ distinct, generated, violated });
    },
  );
}

test('a run with a constant that the source lacks is refused', () => {
  const [row] = rows;
  expect(row).toBeDefined();
  if (row !== undefined) expect(() => rumur.run({ ...row, params: { m: 3 } })).toThrow('no constant M');
});
