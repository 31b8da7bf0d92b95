import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { closingLine } from './closing-line.ts';

const root = fileURLToPath(new URL('fixtures/closing-line/', import.meta.url));
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));

/** The last line that a run of these fixtures prints. */
function lastLine(...fixtures: readonly string[]): string | undefined {
  const { stdout } = spawnSync(process.execPath, [vitest, 'run', '--root', root, ...fixtures], {
    encoding: 'utf8',
  });
  return stdout.trimEnd().split('\n').at(-1);
}

test('the closing line names skipped tests only when there are any', () => {
  expect(closingLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
  expect(closingLine({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped');
});

test('a run ends with the line that counts its tests', () => {
  expect(lastLine('judged')).toBe('1 passed, 1 failed, 1 skipped');
});

test('a test file that does not load and an error outside any test count as failed', () => {
  expect(lastLine('broken')).toBe('0 passed, 1 failed');
  expect(lastLine('unhandled')).toBe('1 passed, 1 failed');
});

test('a run that finds no test is not closed with zero failed', () => {
  expect(lastLine('there-is-no-such-test')).toBe('0 passed, 1 failed');
});
