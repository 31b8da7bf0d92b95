import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { goJudge } from '../../wire/testing/go-judge.ts';
import { cellsOf, judgedTable, withTable } from '../judged-table.ts';
import { putTogether, takeApart } from './document.ts';
import { damageCases } from './suite.ts';
import { damageRows, damageTable } from './table.ts';

const cases = damageCases();
const file = new URL('../../docs/damage.md', import.meta.url);

const hasGo = spawnSync('go', ['version']).status === 0;
if (!hasGo) console.log('skipped: no go command, so that no reader of Go judges the damaged traces');

/** Whether Go's reader refuses each case; null where Go cannot be asked. */
function refusedByGo(): readonly boolean[] | null {
  const judge = hasGo ? goJudge('local') : null;
  if (judge === null) return null;
  try {
    return judge.verdicts(cases.map(({ bytes }) => bytes)).map((verdict) => !verdict.startsWith('ok'));
  } finally {
    judge.dispose();
  }
}

if (process.env['UPDATE_DAMAGE'] === '1') {
  const table = judgedTable(damageTable, damageRows(cases, refusedByGo()));
  writeFileSync(file, withTable(readFileSync(file, 'utf8'), 'damage', table));
}
const told = cellsOf(readFileSync(file, 'utf8'), 'damage');

/** Damages that nobody can notice, since entries of tables and what no M wrote have no order. */
const harmless = [
  'events swapped: Stack and Stack',
  'events swapped: String and String',
  'events swapped: GoStatusStack and GoStatusStack',
  'events swapped: Frequency and ClockSnapshot',
  'events swapped: CPUSample and CPUSample',
];

describe('the negative suite', () => {
  test('has each damage once, and at least 120 of them', () => {
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
    expect(cases.length).toBeGreaterThanOrEqual(120);
  });

  test('damages: no case has the bytes of another', () => {
    const bytes = cases.map((damaged) => Buffer.from(damaged.bytes).toString('latin1'));
    // To lose all events of a batch, or the batch, can be the same; two names for one damage are no more than that.
    expect(new Set(bytes).size).toBeGreaterThan(cases.length * 0.95);
  });

  for (const every of [5, 1])
    test(
      `is judged as docs/damage.md says${every === 1 ? '' : ', one case in five'}`,
      { tags: every === 1 ? ['exhaustive'] : [] },
      () => {
        const isJudged = (_: unknown, index: number): boolean => index % every === 0;
        const rows = damageRows(cases.filter(isJudged), null);
        const own = cellsOf(judgedTable(damageTable, rows), 'damage');
        expect(own.map((cells) => cells.slice(0, 4))).toEqual(
          told.filter(isJudged).map((cells) => cells.slice(0, 4)),
        );
      },
    );

  test('leaves nothing unnoticed but what is no damage', () => {
    const unnoticed = told.filter((cells) => cells.slice(1).every((cell) => cell === '·'));
    expect(unnoticed.map(([name]) => name)).toEqual(harmless);
  });
});

test('a trace that is taken apart and put together is the same', () => {
  const whole = cases.find(({ name }) => name === 'events swapped: String and String');
  const once = putTogether(takeApart(whole?.bytes ?? new Uint8Array()));
  expect(Buffer.from(once)).toEqual(Buffer.from(whole?.bytes ?? []));
});

test.skipIf(!hasGo)("Go's reader and the validator refuse the same damaged traces", () => {
  const refused = refusedByGo();
  if (refused === null) return;
  expect(refused).toEqual(told.map(([, validator]) => validator !== '·'));
  expect(refused).toEqual(told.map((cells) => cells[4] !== '·'));
});
