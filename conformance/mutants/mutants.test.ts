import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import * as reference from '../../reference/index.ts';
import { goJudge } from '../../wire/testing/go-judge.ts';
import type { JudgedRow, JudgedTable } from '../judged-table.ts';
import { cellsOf, judgedTable, withTable } from '../judged-table.ts';
import { verdictOf } from '../verdict.ts';
import type { Judged } from './judge.ts';
import { checks, judge } from './judge.ts';
import { loadMutant, textOf } from './load.ts';
import type { ReferenceMutant } from './mutant.ts';
import { tableMutants } from './statuses-tables.ts';
import { referenceMutants } from './table.ts';

const go = goJudge('go1.26.8');
afterAll(() => {
  go?.dispose();
});

const layout: JudgedTable = {
  about: ['mutant', 'what has gone wrong'],
  judges: [...checks, 'Go'],
  total: 'killed',
  nothing: '',
};

const subjectOf = (design = '1.26-nosplit', debug = false) => ({ reference, design, debug });

async function judged(mutant: ReferenceMutant): Promise<Judged> {
  const { design, debug } = mutant;
  const subject = { ...subjectOf(design, debug), reference: await loadMutant(mutant) };
  const { bounds } = mutant;
  return judge(subject, { inProcess: bounds !== undefined || tableMutants.includes(mutant), bounds });
}

/** For each trace, whether Go's reader refuses it. */
const refusedByGo = (traces: readonly Uint8Array[]): readonly boolean[] | null =>
  go?.verdicts(traces).map((verdict) => !verdict.startsWith('ok')) ?? null;

const rowOf = (
  { name, story }: ReferenceMutant,
  { killedBy }: Judged,
  refused: readonly boolean[] | null,
) => {
  const kills = checks.map((check) => check in killedBy);
  return {
    about: [`\`${name}\``, story],
    noticed: [...kills, ...(refused === null ? [] : [refused.includes(true)])].map((is) => (is ? '✗' : null)),
  };
};

const file = new URL('../../docs/conformance.md', import.meta.url);
// All rows anew (1), or those of some names, with a comma between them.
const update = process.env['UPDATE_MUTANTS'];
if (update !== undefined) {
  if (go === null) throw new Error('the table has a column of Go, which is not here');
  const rows: JudgedRow[] = [];
  const kept = new Map(
    cellsOf(readFileSync(file, 'utf8'), 'mutant').map(([name = '', story = '', ...cells]) => [
      name,
      { about: [name, story], noticed: cells.map((cell) => (cell === '' ? null : cell)) },
    ]),
  );
  for (const mutant of referenceMutants) {
    const known = kept.get(`\`${mutant.name}\``);
    if (known !== undefined && update !== '1' && !update.split(',').includes(mutant.name)) {
      rows.push(known);
      continue;
    }
    const found = await judged(mutant);
    rows.push(rowOf(mutant, found, refusedByGo(found.traces)));
  }
  writeFileSync(file, withTable(readFileSync(file, 'utf8'), 'mutant', judgedTable(layout, rows)));
}
const told = cellsOf(readFileSync(file, 'utf8'), 'mutant');

describe('a mutant of the reference', () => {
  for (const [index, mutant] of referenceMutants.entries()) {
    const { name, story, survives, bounds } = mutant;
    // Every day it is one of thirty, and in the exhaustive run every third one; NIGHTLY=1 looks at all. The largest graph takes too long.
    const tags = index % 30 === 0 && bounds !== 'statuses-syscalls' ? [] : ['exhaustive'];
    test.skipIf(index % 3 !== 0 && process.env['NIGHTLY'] === undefined)(
      `${name} is killed by whom docs/conformance.md says: ${story}`,
      { tags },
      async () => {
        const found = await judged(mutant);
        const refused = refusedByGo(found.traces);
        const { about, noticed } = rowOf(mutant, found, refused);
        const row = [...about, ...noticed.map((cell) => cell ?? '')];
        expect(row).toEqual(told[index]?.slice(0, row.length));
        if (refused !== null) expect(refused).toEqual(found.traces.map((bytes) => verdictOf(bytes) !== null));
        expect(Object.keys(found.killedBy).length === 0).toBe(survives !== undefined);
      },
    );
  }
});

test('the places that mutants change stand in the reference', () => {
  const texts = new Set(referenceMutants.map((mutant) => textOf(mutant)));
  expect(texts.size).toBe(referenceMutants.length);
});

for (const design of ['1.23', 'seed', 'seed-entry-gen', '1.26-nosplit']) {
  const tags = design === '1.26-nosplit' ? [] : ['exhaustive'];
  test(`the reference of ${design} itself is not killed`, { tags }, async () => {
    expect((await judge(subjectOf(design))).killedBy).toEqual({});
    expect((await judge(subjectOf(design), { inProcess: true })).killedBy).toEqual({});
  });
}

test('the table has a row for each mutant', () => {
  expect(told.map(([name]) => name)).toEqual(referenceMutants.map(({ name }) => `\`${name}\``));
});

test('no two mutants have a name in common, and each has another text', async () => {
  expect(new Set(referenceMutants.map(({ name }) => name)).size).toBe(referenceMutants.length);
  expect(referenceMutants.filter(({ edits }) => edits.some(([from, to]) => from === to))).toEqual([]);
  expect(referenceMutants.length).toBeGreaterThanOrEqual(25);
  await expect(
    loadMutant({ name: 'none', file: 'runtime/stack', edits: [['nothing like it', '']] }),
  ).rejects.toThrow("mutant none: 'nothing like it' stands 0 times in reference/runtime/stack");
});
