import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { longTrace } from '../testing/long-trace.ts';
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

test('the program of docs/validate.md judges a file', () => {
  const page = readFileSync(new URL('../../docs/validate.md', import.meta.url), 'utf8');
  const [, program = ''] = /^```js judge\.mjs\n(.*?)^```$/ms.exec(page) ?? [];
  const folder = mkdtempSync(join(tmpdir(), 'nosplit-judge-'));
  const built = new URL('../../dist/wire/index.js', import.meta.url).href;
  writeFileSync(join(folder, 'judge.mjs'), program.replace("'nosplit/wire'", JSON.stringify(built)));
  writeFileSync(
    join(folder, 'trace.out'),
    Buffer.concat([...longTrace({ version: 26, generations: 2, batches: 2 })]),
  );
  const { stdout, stderr } = spawnSync(process.execPath, ['judge.mjs'], { cwd: folder, encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  expect(stdout).toBe('valid\n');
  expect(stderr).toMatch(/^\d+ bytes, \d+ events\n/);
});
