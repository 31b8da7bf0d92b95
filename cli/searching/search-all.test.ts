import { expect, test } from 'vitest';
import type { ModuleSource, Report } from '../../checker/index.ts';
import { selectDesign } from '../selection/tracer.ts';
import { searchAll } from './search-all.ts';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repository } from '../testing/world.ts';

const inDist = (file: string): string => pathToFileURL(join(repository, 'dist', file)).href;

// The built function runs its searches on threads, the source one after the other.
const built = (await import(inDist('cli/searching/search-all.js'))) as { searchAll: typeof searchAll };

const tiny = (design: string): ModuleSource => ({
  ...selectDesign(design, 'tiny').module,
  url: inDist('model/module.js'),
});

const missing = { url: inDist('no-such-model.js'), params: {} };

const told = ({ distinct, violations }: Report): unknown => [
  distinct,
  violations.map(({ property, steps }) => [property, steps]),
];

test.each([
  ['on threads', built.searchAll],
  ['in turn', searchAll],
])('%s, the searches of a thread do not change each other', async (_, search) => {
  const modules = ['seed', '1.26', 'seed', '1.26-nosplit', 'seed'].map(tiny);
  const [first, second, third, , last] = await search(modules, 1, { traces: false });
  if (first === undefined || second === undefined || third === undefined || last === undefined)
    throw new Error('a report is missing');
  expect(told(third)).toEqual(told(first));
  expect(told(last)).toEqual(told(first));
  expect(told(second)).not.toEqual(told(first));
});

test('a thread that ends by itself is a failure, and nobody waits for it', async () => {
  const url = `data:text/javascript,${encodeURIComponent('process.exit(0)')}`;
  await expect(built.searchAll([{ url, params: {} }], 1)).rejects.toThrow('a thread ended with code 0');
});

test.each([
  ['on threads', built.searchAll],
  ['in turn', searchAll],
])('%s, the first failure is the answer, and nothing more is begun', async (_, search) => {
  const reports: Report[] = [];
  const searching = search([tiny('seed'), missing, ...Array.from({ length: 20 }, () => tiny('seed'))], 2, {
    onReport: (report) => reports.push(report),
  });
  await expect(searching).rejects.toThrow(/no-such-model/);
  expect(reports.length).toBeLessThan(5);
});
