import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { isEveryDay } from '../cli/testing/every-day.ts';
import { closingLine } from './closing-line.ts';

const root = fileURLToPath(new URL('fixtures/closing-line/', import.meta.url));
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));

/** The last lines that a run of these fixtures prints. */
function lastLines(count: number, ...args: readonly string[]): readonly string[] {
  const { stdout } = spawnSync(process.execPath, [vitest, 'run', '--root', root, ...args], {
    encoding: 'utf8',
  });
  return stdout.trimEnd().split('\n').slice(-count);
}

const lastLine = (...args: readonly string[]): string | undefined => lastLines(1, ...args)[0];

test('the closing line names skipped tests only when there are any', () => {
  expect(closingLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
  expect(closingLine({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped');
});

test('a run ends with the line that counts its tests', () => {
  expect(lastLine('judged')).toBe('1 passed, 1 failed, 1 skipped');
});

test(
  'a test file that does not load and an error outside any test count as failed',
  { tags: 'exhaustive' },
  () => {
    expect(lastLine('broken')).toBe('0 passed, 1 failed');
    expect(lastLine('unhandled')).toBe('1 passed, 1 failed');
  },
);

test('a run that finds no test is not closed with zero failed', { tags: 'exhaustive' }, () => {
  expect(lastLine('there-is-no-such-test')).toBe('0 passed, 1 failed');
});

test('a run without the exhaustive tests says where they run, and another one runs them', () => {
  expect(lastLines(2, 'exhaustive', '--tags-filter=not exhaustive')).toEqual([
    '3 of the skipped tests are exhaustive: npm run test:all',
    '1 passed, 0 failed, 3 skipped',
  ]);
  // Every day the other one is `judged`, which counts in the same way.
  if (!isEveryDay) expect(lastLine('exhaustive')).toBe('3 passed, 0 failed, 1 skipped');
});

test('npm test leaves out the exhaustive tests and nothing else, and CI runs all', () => {
  const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
  const Package = v.object({ scripts: v.record(v.string(), v.string()) });
  const { scripts } = v.parse(Package, JSON.parse(read('../package.json')));
  expect(scripts['test']).toBe('vitest run --tags-filter="not exhaustive"');
  expect(scripts['test:all']).toBe('vitest run');
  expect(read('../.ci/run')).toContain('npm run --silent test:all');
});
