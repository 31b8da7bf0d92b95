import { describe, expect, test } from 'vitest';
import { boundsNamed } from '../model/index.ts';
import * as reference from '../reference/index.ts';
import type { M } from '../reference/index.ts';
import type { Row } from './conform.ts';
import { conform, rowNames } from './conform.ts';
import type { UsersGo } from './users-go.ts';
import { Lockstep } from './lockstep.ts';
import { freeBounds } from './run/free-bounds.ts';
import type { Reference } from './run/run.ts';
import { walk } from './shrink.ts';

const subjectOf = (design: string, mutated: Reference = reference) => ({
  reference: mutated,
  design,
  debug: false,
  bounds: boundsNamed('tiny'),
});

async function rowsOf(
  design: string,
  mutated: Reference = reference,
  go: UsersGo | null = null,
  stopAt = Infinity,
) {
  let pauses = 0;
  const rows: Row[] = [];
  const options = {
    runs: 20,
    seed: 1,
    traces: 12,
    go,
    now: () => 0,
    onProgress: () => undefined,
    pause: () => Promise.resolve(++pauses > stopAt),
  };
  for await (const row of conform(subjectOf(design, mutated), options)) rows.push(row);
  return rows;
}

const verdicts = (rows: readonly Row[]) => rows.map(({ verdict }) => verdict);

/** A go command that says the same of every trace. */
const go = (says: string | null): UsersGo => ({
  version: 'go1.26.8',
  reads: () => true,
  verdict: () => says,
});

describe('the table of agreement', () => {
  test('has a row for each check, and where there is no Go its row is skipped', async () => {
    const rows = await rowsOf('1.26-nosplit');
    expect(rows.map(({ check }) => check)).toEqual(rowNames);
    expect(verdicts(rows)).toEqual(['agrees', 'agrees', 'agrees', 'agrees', 'skipped']);
    expect(rows[0]?.counts).toMatchObject({ transitions: 19_391, covered: 19_391, beyond: 0 });
    expect(rows[2]?.counts).toEqual({ traces: 12, damaged: 0 });
  });

  test('damage of a design that the model condemns is no disagreement', async () => {
    const rows = await rowsOf('1.26');
    expect(verdicts(rows).slice(0, 4)).toEqual(['agrees', 'agrees', 'agrees', 'agrees']);
    expect(rows[2]?.counts['damaged']).toBeGreaterThan(0);
  });

  test('Go and the validator disagree where one accepts what the other refuses', async () => {
    expect(verdicts(await rowsOf('1.23', reference, go(null))).at(-1)).toBe('agrees');
    const row = (await rowsOf('1.23', reference, go('bad batch'))).at(-1);
    expect(row?.verdict).toBe('disagrees');
    expect(row?.reasons[0]).toBe('trace of seed 1: the validator accepts it; go1.26.8 says: bad batch');
  });

  test('work that is interrupted is unfinished', async () => {
    expect(verdicts(await rowsOf('1.26-nosplit', reference, null, 3))[0]).toBe('unfinished');
  });
});

describe('a reference that is wrong', () => {
  const wrong = { ...reference, isWriting: (mp: M) => reference.isWriting(mp) && mp.trace.reentered === 0 };

  test('disagrees in both directions, each with a short schedule that shows it again', async () => {
    const [cover, free] = await rowsOf('1.26-nosplit', wrong);
    for (const [row, bounds] of [
      [cover, boundsNamed('tiny')],
      [free, freeBounds],
    ] as const) {
      expect(row?.verdict).toBe('disagrees');
      expect(row?.reasons[0]).toMatch(/^m\[\d\]\.writing is true, and false in the reference/);
      const lockstep = new Lockstep({ ...subjectOf('1.26-nosplit', wrong), bounds });
      const schedule = (row?.schedule ?? []).map((text) => lockstep.instances.named(text));
      // Start, an acquire, a growth, and a nested acquire.
      expect(schedule).toHaveLength(9);
      expect(walk(lockstep, schedule)?.kind).toBe('differs');
      expect(walk(lockstep, schedule.slice(0, -1))).toBeNull();
    }
  });
});
