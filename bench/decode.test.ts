import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { decodeCells, decoders, decodeTargets, missing, resultOf } from './decode.ts';
import type { Decoded } from './decode.ts';
import { unmeasurable } from './measure.ts';
import { reached } from './targets.ts';

const trace = { release: 'go1.26.8', traceBytes: 20e6, lines: 3_000_000 };

/** Each row with three runs, of which the median takes so many seconds. */
const results = (seconds: Readonly<Record<string, number>>): Decoded[] =>
  decoders.map((row) => {
    const middle = seconds[`${row.tool}${row.toFile ? ' to a file' : ''}`] ?? 1;
    const usages = [middle, middle * 3, middle / 2].map((wallSeconds) => ({
      ...{ wallSeconds, cpuSeconds: wallSeconds, peakBytes: 70e6 },
    }));
    return resultOf(row, trace, usages);
  });

test('a row has the median of its runs, and the rates that follow from it', () => {
  expect(results({ nosplit: 2 })[0]).toMatchObject({
    ...{ tool: 'nosplit', runs: 3, wallSeconds: 2, wallSecondsMin: 1, wallSecondsMax: 6 },
    ...{ megabytesPerSecond: 10, linesPerSecond: 1_500_000 },
  });
});

test('the targets compare what goes to the same place', () => {
  const judged = decodeTargets(results({ nosplit: 2, 'go tool trace': 8, 'nosplit to a file': 4 }));
  expect(judged.map(({ value }) => value)).toEqual([4, 0.25]);
  expect(judged.map(reached)).toEqual(['reached', 'missed']);
  expect(decodeTargets(results({}).slice(0, 1)).map(reached)).toEqual(['not measured', 'not measured']);
});

test('without results there is no table', () => {
  expect(decodeCells([])).toEqual([]);
  expect(decodeCells(results({}))[1]?.slice(0, 4)).toEqual([
    'decode to nowhere',
    'nosplit',
    '20.0',
    '3,000,000',
  ]);
});

const lack = unmeasurable() ?? missing();
if (lack !== undefined) console.log(`skipped: the test that measures decoders; ${lack}`);
test.skipIf(lack !== undefined)(
  'both decoders give the same lines of a trace that is recorded for it',
  { tags: 'exhaustive' },
  () => {
    const main = fileURLToPath(new URL('../build/bench/main.js', import.meta.url));
    const { stdout, status } = spawnSync(process.execPath, [main, '--quick', '--only', 'decode to nowhere'], {
      encoding: 'utf8',
    });
    expect(stdout).toMatch(/^decode to nowhere +nosplit +\d/m);
    expect(stdout).toMatch(/^ +go tool trace, go1\.\d+/m);
    expect(stdout).toMatch(/^(reached|missed) +decode to nowhere, lines a second over Go's tool: /m);
    expect(status).toBe(0);
  },
);
