import { expect, test } from 'vitest';
import { designNamed } from '../../model/index.ts';
import { judgeLog } from '../../runtime/index.ts';
import { logFile, openLog, wholeRun } from '../../runtime/testing/make-log.ts';
import { listed, sites } from '../../runtime/testing/scheduler-run.ts';
import { corrupted, readAll, truncated } from './corrupted.ts';
import { corruptions, corruptionsOfTransitions } from './corruptions.ts';
import { withRow } from './page.ts';
import { brokenRule } from './second-judge.ts';

const path = logFile(wholeRun);
const opened = readAll(path);
const { all, room } = opened;

test('what was read is what was written, and a run for both judges', () => {
  expect(all.map(({ kind, values }) => [kind, ...values])).toEqual(wholeRun);
  expect(brokenRule(all, room, false)).toBe(null);
  expect(judgeLog(openLog(wholeRun), designNamed('1.26')).verdict).toBe('accepted');
});

test('the second judge has no model, and rejects what the first one rejects', () => {
  const apart: string[] = [];
  let tried = 0;
  for (const [kind, damage] of Object.entries(corruptions))
    for (let at = 0; at < all.length; at++)
      for (const other of [1, 4]) {
        const damaged = damage(all, at, other);
        if (damaged === null) continue;
        tried++;
        const log = openLog(damaged.map(({ kind: one, values }) => [one, ...values]));
        const { verdict, rejection } = judgeLog(log, designNamed('1.26'));
        log.close();
        const second = brokenRule(damaged, room, false);
        if ((verdict === 'accepted') !== (second === null))
          apart.push(`${kind} at ${at}: ${verdict} (${rejection?.what ?? ''}), ${second?.rule ?? 'a run'}`);
      }
  expect(tried).toBeGreaterThan(500);
  expect(apart).toEqual([]);
});

test('the second judge takes a run with transitions, and no damaged one that the first accepts breaks its rules', () => {
  const options = { parts: ['core', 'statuses', 'transitions'], sites };
  const run = readAll(logFile(listed(), options));
  expect(brokenRule(run.all, run.room, false)).toBe(null);
  let [tried, killed] = [0, 0];
  for (const [kind, damage] of Object.entries(corruptionsOfTransitions))
    for (const [at, record] of run.all.entries()) {
      if (record.kind !== 'status' && record.kind !== 'scheduler') continue;
      const damaged = damage(run.all, at, 1);
      if (damaged === null) continue;
      tried++;
      const log = openLog(
        damaged.map(({ kind: one, values }) => [one, ...values]),
        options,
      );
      const { verdict } = judgeLog(log, designNamed('1.26'));
      log.close();
      const second = brokenRule(damaged, run.room, false);
      if (second !== null) killed++;
      if (verdict === 'accepted') expect(second, `${kind} at ${at}`).toBe(null);
    }
  expect(tried).toBeGreaterThan(150);
  expect(killed).toBeGreaterThan(tried / 2);
});

test('damaged logs are counted as killed, as runs, or as missed', () => {
  let state = 7;
  const draw = (below: number): number => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return (state >>> 8) % below;
  };
  for (const { kind, tried, killed, runs, killedBySecond, missed } of corrupted(opened, 40, draw)) {
    expect([kind, tried, killed + runs, missed]).toEqual([kind, 40, 40, []]);
    expect(killed, kind).toBeGreaterThan(20);
    expect(killedBySecond, kind).toBe(killed);
  }
  expect(truncated(path, 20, draw)).toBe(20);
});

test('a row of a page is replaced by its first cell, or comes last', () => {
  const page = '<!-- a -->\n\n| x | y |\n| - | - |\n| 1 | 2 |\n\nwords\n\n<!-- b -->\n\n| x |\n| - |\n';
  expect(withRow(page, 'a', ['1', '3'])).toBe(page.replace('| 1 | 2 |', '| 1 | 3 |'));
  expect(withRow(page, 'a', ['4', '5'])).toBe(page.replace('| 1 | 2 |', '| 1 | 2 |\n| 4 | 5 |'));
  expect(withRow(page, 'b', ['1'])).toBe(page.replace('| x |\n| - |\n', '| x |\n| - |\n| 1 |\n'));
  expect(() => withRow(page, 'c', ['1'])).toThrow(/no <!-- c -->/);
});
