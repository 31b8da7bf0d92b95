import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { array, bool, over, record } from '../checker/index.ts';
import { rowsOf, withReverse } from './testing/glossary.ts';

const file = new URL('../docs/glossary.md', import.meta.url);
const page = readFileSync(file, 'utf8');
const rows = rowsOf(page);

test('the tables of the words of others are those of ours, turned round', async () => {
  // `npx vitest run scripts/glossary.test.ts --update` makes them anew.
  await expect(withReverse(page)).toMatchFileSnapshot(fileURLToPath(file));
  expect(rows.length).toBeGreaterThan(50);
});

test('a word of two of ours has both, and a row without a word of theirs has none', () => {
  const turned = withReverse(
    '# G\n\n| nosplit | what | SPIN |\n| - | - | - |\n| a | x | `t`; u |\n| b | y | u |\n| c | z | – |\n',
  );
  expect(turned).toContain(
    '## From SPIN\n\n| SPIN | nosplit |\n| ---- | ------- |\n| `t`  | a       |\n| u    | a, b    |\n',
  );
  expect(turned.split('## From SPIN')[1]?.split('##')[0]).not.toContain('c');
});

test('every kind of property has a row, and no row names one that is not there', () => {
  const makers = Object.entries(over(record({ a: array(1, bool()) })))
    .filter(([name, make]) => typeof make === 'function' && !['action', 'steps', 'system'].includes(name))
    .map(([name]) => `\`${name}\``);
  const words = rows.map(({ word }) => word);
  expect(makers).toContain('`leadsTo`');
  expect(words).toEqual(expect.arrayContaining(makers));
  const fairness = ['`progress`', '`maximal`', '`stuttering`'];
  expect(words.filter((word) => word.startsWith('`')).toSorted()).toEqual(
    [...makers, ...fairness, '`seed`'].toSorted(),
  );
});

test('the functions and types of Go are those that nosplit knows', () => {
  const known = readFileSync(new URL('../facts/closed/known.json', import.meta.url), 'utf8');
  const names = rows.flatMap(
    ({ theirs }) => theirs['Go']?.match(/\btrace[A-Z]\w*(?:\.\w+)?|\bReadTrace\b|\bnewstack\b/g) ?? [],
  );
  expect(names.length).toBeGreaterThan(8);
  const [functions] = [readFileSync(new URL('../docs/functions.md', import.meta.url), 'utf8')];
  expect(names.filter((name) => !known.includes(name) && !functions.includes(name))).toEqual([]);
});
