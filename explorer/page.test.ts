import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { part, workerPart } from './page.ts';

const packed = (name: Parameters<typeof part>[0]): number => gzipSync(part(name), { level: 9 }).length / 1000;

test('the parts of the page stay small, in kilobytes packed', () => {
  expect(packed('app.js') + packed('app.css')).toBeLessThan(42);
  expect(packed('worker-programs.js')).toBeLessThan(90);
  expect(packed('worker-examples.js')).toBeLessThan(52);
});

test('a page has the systems of its own kind in itself, and no mutant where it has examples', () => {
  const worker = workerPart({ base: { kind: 'example', name: 'peterson', params: {} }, changes: [] });
  expect(worker).toBe('worker-examples.js');
  expect(part('worker-programs.js')).toContain('traceWriter.refill');
  for (const text of ['flag-down-overtakes', 'traceWriter.refill'])
    expect(part('worker-examples.js')).not.toContain(text);
  // Those of steps are data of the page.
  expect(part('worker-programs.js')).not.toContain('flag-down-overtakes');
  expect(workerPart({ base: { kind: 'recorded' }, changes: [] })).toBe(null);
});
