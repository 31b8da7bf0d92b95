import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultGoroot, designOf, readFacts } from '../../facts/index.ts';
import { patched, recordRules } from '../../runtime/index.ts';
import { repository } from '../../cli/testing/world.ts';
import { runtimeMutants } from './mutants.ts';
import { curedTree, shown } from './run.ts';

const goroot = await defaultGoroot();
const facts = goroot === null ? null : await readFacts(goroot);
const fits = facts !== null && process.platform === 'linux' && designOf(facts).lock === 'writing';
if (!fits)
  console.log(
    'skipped: no Linux, or no go command of Go 1.26 or later, so that no mutant of its runtime is made',
  );

test.skipIf(!fits)('each mutant has its place in the tree, beside the hooks', () => {
  const runtimeDir = facts?.runtimeDir ?? '';
  const textOf = (edits: (typeof runtimeMutants)[number]['edits']): string =>
    patched(runtimeDir, recordRules, { heads: [], edits })
      .map(({ text }) => text)
      .join('\n');
  const texts = new Set(runtimeMutants.map(({ edits }) => textOf(edits)));
  expect(texts.size).toBe(runtimeMutants.length);
});

test.skipIf(!fits)(
  'a log shows the mutant that lowers the flag at once',
  { tags: 'exhaustive' },
  async () => {
    const mutant = runtimeMutants.find(({ name }) => name === 'flag-lowered-at-once');
    if (mutant === undefined || goroot === null) throw new Error('there is no such mutant');
    const { runs, verdict, rejection } = await shown(mutant, await curedTree(goroot));
    expect([runs, verdict, rejection?.kind]).toEqual([1, 'rejected', 'acquireFlag']);
  },
);

test('the page has every mutant, and which of them a log or a schedule has shown', () => {
  const page = readFileSync(join(repository, 'docs/real-runs.md'), 'utf8');
  const table = page.slice(page.indexOf('<!-- mutants -->'));
  const rows = new Map(
    table.split('\n').flatMap((line) => {
      const [, name, , , log] = line.split('|').map((cell) => cell.trim());
      return name?.startsWith('`') === true ? [[name, log] as const] : [];
    }),
  );
  expect(runtimeMutants.length).toBeGreaterThan(30);
  for (const { name, edits } of runtimeMutants)
    expect(rows.get(`\`${name}\``), name).toMatch(
      edits.length === 0 ? /^accepted$/ : /^(rejected|violated)$/,
    );
  expect(rows.size).toBe(runtimeMutants.length);
});
