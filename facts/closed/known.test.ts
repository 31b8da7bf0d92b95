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

test('Go 1.27 has the shapes of 1.26, and 1.24 and 1.26 differ in how a nested section gets its generation', () => {
  const shapesOf = (name: string, release: string): string[] =>
    (known.functions.get(name) ?? [])
      .filter(({ releases }) => releases.has(known.releases.indexOf(release)))
      .map(({ digest }) => digest);
  for (const name of [
    'traceAcquireEnabled',
    'traceRelease',
    'traceAdvance',
    'traceWriter.refill',
    'readTrace0',
  ])
    expect(shapesOf(name, 'go1.27.4')).toEqual(shapesOf(name, 'go1.26.8'));
  expect(shapesOf('traceRelease', 'go1.24.0')).not.toEqual(shapesOf('traceRelease', 'go1.26.8'));
});
