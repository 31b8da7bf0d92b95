import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { rules } from './rules.ts';

test('docs/validate.md has a row for each rule, in the order of the table, and no other', () => {
  const page = readFileSync(new URL('../../docs/validate.md', import.meta.url), 'utf8');
  const [, reader = '', strict = ''] = page.split(/^## (?:Rules of the reader|Strict rules)$/m);
  const rows = (text: string, severity: string): unknown[] =>
    [...text.matchAll(/^\| `([\w-]+)` +\| (.*?) +\|$/gm)].map(([, name, sentence]) => ({
      name,
      severity,
      sentence,
    }));
  expect([...rows(reader, 'reader'), ...rows(strict, 'strict')]).toEqual(rules);
});
