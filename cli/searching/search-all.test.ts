import { expect, test } from 'vitest';
import type { ModuleSource, Report } from '../../checker/index.ts';
import { selectDesign } from '../selection/programs.ts';
import { searchAll } from './search-all.ts';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isEveryDay, rowsOf } from '../testing/every-day.ts';
import { repository } from '../testing/world.ts';

const inBuild = (file: string): string => pathToFileURL(join(repository, 'build', file)).href;

// The built function runs its searches on threads, the source in turn.
const built = (await import(inBuild('cli/searching/search-all.js'))) as { searchAll: typeof searchAll };

const tiny = (design: string): ModuleSource => ({
  ...selectDesign(design, 'tiny').module,
  url: inBuild('model/program/module.js'),
});

const missing = { url: inBuild('no-such-model.js'), params: {} };

const told = ({ distinct, violations }: Report): unknown => [
  distinct,
  violations.map(({ property, steps }) => [property, steps]),
];

const both: [string, typeof searchAll][] = [
  ['on threads', built.searchAll],
  ['in turn', searchAll],
];

test.each(rowsOf(both, 0))('%s, the searches of a thread do not change each other', async (_, search) => {
  const designs = ['seed', '1.26', 'seed', ...(isEveryDay ? [] : ['1.26-nosplit', 'seed'])];
  const reports = await search(designs.map(tiny), 1, { traces: false });
  expect(reports.length).toBe(designs.length);
  const [first, second, ...others] = reports.map(told);
  expect(second).not.toEqual(first);
  for (const [at, other] of others.entries()) if (at % 2 === 0) expect(other).toEqual(first);
});

test('a thread that ends by itself is a failure, and nobody waits for it', async () => {
  const url = `data:text/javascript,${encodeURIComponent('process.exit(0)')}`;
  await expect(built.searchAll([{ url, params: {} }], 1)).rejects.toThrow('a thread ended with code 0');
});

test.each(both)('%s, the first failure is the answer, and nothing more is begun', async (_, search) => {
  const reports: Report[] = [];
  const searching = search([tiny('seed'), missing, ...Array.from({ length: 20 }, () => tiny('seed'))], 2, {
    onReport: (report) => reports.push(report),
  });
  await expect(searching).rejects.toThrow(/no-such-model/);
  expect(reports.length).toBeLessThan(5);
});
