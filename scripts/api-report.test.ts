import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { apiReports } from './api-report.ts';
import type { ApiReport } from './api-report.ts';

const kept = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

/** The functions, constants and classes that a report has. */
const valuesIn = (text: string): string[] =>
  [...text.matchAll(/^(?:function|const|class) (\w+)/gm)].map(([, name = '']) => name);

test('every value of nosplit/checker is in its report, and no other', async () => {
  const shown = Object.keys(await import('../checker/public.ts'));
  const [face = ''] = kept('api/checker.md').split('// Not exported');
  expect([...new Set(valuesIn(face))].toSorted()).toEqual(shown.toSorted());
});

test('an entry shows what users call, and nothing of its inside', () => {
  const checker = kept('api/checker.md');
  for (const name of ['check', 'induction', 'over', 'replay', 'stateGraph', 'stepper', 'why'])
    expect(checker).toMatch(new RegExp(`^function ${name}<`, 'm'));
  for (const inside of ['checkWith', 'compiled', 'waive', 'neverKilled', 'isLiteral', 'InternalError'])
    expect(checker).not.toMatch(new RegExp(`\\b${inside}\\b`));
});

describe('the reports', { tags: 'exhaustive' }, () => {
  let reports: readonly ApiReport[] = [];

  beforeAll(async () => {
    reports = await apiReports();
  });

  test('are current; `npm run api` writes them anew', () => {
    expect(reports.length).toBeGreaterThan(5);
    for (const { path, text } of reports) expect(text, path).toBe(kept(path));
  });

  test('are pages of the site with comments, and a heading for each name', () => {
    const page = reports.find(({ path }) => path === 'api/checker.md')?.page ?? '';
    for (const name of valuesIn(kept('api/checker.md'))) expect(page).toContain(`\n## ${name}\n`);
    expect(page).toContain('## compose\n\n```ts\n/**\n * The constructors of a system of processes');
    expect(page).not.toContain('{{');
  });

  test('show nothing that does not say what it is', () => {
    expect(
      reports.flatMap(({ path, undocumented }) => undocumented.map((name) => `${path}: ${name}`)),
    ).toEqual([]);
  });
});
