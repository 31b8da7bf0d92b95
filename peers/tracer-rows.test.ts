import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { peers } from './peers.ts';
import { repository } from './rows.ts';
import { aboutRuns, tracerCounts, tracerRows } from './tracer-rows.ts';

const rows = tracerRows();
const tiny = rows.filter(({ params }) => params['bounds'] === 'tiny');

/** One of the properties that a design violates; nosplit compare-peers runs all designs with all of theirs. */
const first: Readonly<Record<string, readonly string[]>> = {
  seed: ['OneGenerationPerOuterSection'],
  '1.26': ['NoLostBuffer'],
  '1.26-nosplit': [],
};

for (const peer of peers.filter(({ name }) => tiny.some(({ oracles }) => oracles.some((o) => o === name)))) {
  const missing = peer.missing();
  if (missing !== undefined) console.log(`skipped: the tracer's twin for ${peer.name}: ${missing}`);

  for (const [design, properties] of Object.entries(first)) {
    const title = `the twin of ${design} at tiny in ${peer.name} has the model's states, steps and diameter`;
    const name = `${title}, and fails ${properties.join() || 'nowhere'}`;
    // Seconds where the cores are free.
    test.skipIf(missing !== undefined)(name, { timeout: 600_000 }, () => {
      const row = tiny.find(({ params }) => params['design'] === design);
      if (row === undefined) throw new Error(`no row of ${design}`);
      const { distinct, generated, diameter, violated } = row;
      const found = peer.run({ ...row, violatedInRuns: undefined, omits: [...aboutRuns] }, properties);
      expect(found).toMatchObject({ distinct, generated, diameter });
      // Some peers say more than they are asked.
      expect(violated).toMatchObject(found.violated);
      expect(Object.keys(found.violated)).toEqual(expect.arrayContaining([...properties]));
    });
  }
}

test('the table of model/peers/README.md has the kept numbers', () => {
  const table = readFileSync(new URL('model/peers/README.md', repository), 'utf8')
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim().replaceAll(/[,`]/g, '')))
    .filter((cells) => cells.length === 8 && Number(cells[3]) > 0);
  expect(table).toHaveLength(6);
  for (const [, bounds = '', design = '', distinct, generated, diameter, fails = ''] of table) {
    const row = rows.find(({ params }) => params['bounds'] === bounds && params['design'] === design);
    expect([distinct, generated, diameter].map(Number), design).toEqual([
      row?.distinct,
      row?.generated,
      row?.diameter,
    ]);
    const steps = [...fails.matchAll(/(\w+) (\d+)/g)].map(([, name, count]) => [name, Number(count)]);
    expect(Object.fromEntries(steps), design).toEqual(row?.violated);
  }
});

test('bounds without known counts are an error', () => {
  expect(() => tracerCounts('huge', '1.26-nosplit')).toThrow('no counts of design 1.26-nosplit in huge');
});
