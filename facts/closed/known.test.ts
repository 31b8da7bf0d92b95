import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { knownShapes } from './known.ts';
import { freeReasons, knownReasons } from './vocabulary.ts';

const known = knownShapes();

test('the page names the releases that are recognised, and no others', () => {
  const page = readFileSync(new URL('../../docs/check-a-go-tree.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| (1\.\d+) +\| ([^|]*?) *\|/gm)];
  const told = rows.flatMap(([, , releases = '']) => releases.split(', ').map((one) => `go${one}`));
  expect(told).toEqual(known.releases);
  expect(rows.map(([, series]) => series)).toEqual(['1.23', '1.24', '1.25', '1.26', '1.27']);
});

test('each statement of a known shape is a step with its words, or no part with a reason', () => {
  const entries = [...known.functions.values()].flatMap((shapes) => shapes.flatMap((shape) => shape.entries));
  expect(entries.length).toBeGreaterThan(5000);
  expect(entries.filter(({ step, noPart }) => (step === null) === (noPart === null))).toEqual([]);
  expect(entries.filter(({ noPart }) => noPart !== null && !Object.hasOwn(knownReasons, noPart))).toEqual([]);
  expect(entries.filter(({ step, says }) => step !== null && says === '')).toEqual([]);
  for (const reason of Object.values({ ...knownReasons, ...freeReasons }))
    expect(reason.length).toBeGreaterThan(15);
});

/** The digests of a function's shapes in a release, with those of the changes that the model knows. */
const shapesOf = (name: string, release: string): string =>
  (known.functions.get(name) ?? [])
    .filter(({ releases }) => releases.has(known.releases.indexOf(release)))
    .map(({ digest }) => digest)
    .sort()
    .join();

test('Go 1.27 has the functions of 1.26, but for those that the page names', () => {
  const names = [...known.functions.keys()];
  const has = names.filter((name) => shapesOf(name, 'go1.27.4') !== '');
  const others = names.filter((name) => shapesOf(name, 'go1.27.4') !== shapesOf(name, 'go1.26.8'));
  expect(others).toEqual([
    'coroswitch',
    'gcStart',
    'newproc1',
    'traceRegionAlloc.alloc',
    'traceRegionAlloc.drop',
    'traceStringTable.put',
  ]);
  const page = readFileSync(new URL('../../docs/check-a-go-tree.md', import.meta.url), 'utf8');
  const told = /Go 1\.27 has (\d+)\s+functions\s+and\s+types\.\s+(\d+)\s+are\s+as\s+in\s+1\.26/
    .exec(page)
    ?.slice(1);
  expect(told).toEqual([String(has.length), String(has.length - others.length)]);
  for (const name of others.map((one) => one.replace('traceRegionAlloc.drop', 'drop')))
    expect(page).toContain(`\`${name}\``);
});

test('1.24 and 1.26 differ in how a nested section gets its generation', () => {
  expect(shapesOf('traceRelease', 'go1.24.0')).not.toEqual(shapesOf('traceRelease', 'go1.26.8'));
});
