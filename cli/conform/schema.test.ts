import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { rowNames } from '../../conformance/index.ts';
import { validatorOf } from '../testing/schema.ts';
import { nosplit } from '../testing/world.ts';

const validate = validatorOf('conform');

const Report = v.looseObject({
  verdict: v.string(),
  designs: v.array(v.looseObject({ rows: v.array(v.looseObject({})) })),
});

async function report(design: string, interrupt = false) {
  const few = ['--runs', '3', '--traces', '3', '--quiet', '--format', 'json'];
  const { stdout } = await nosplit(['conform', 'tiny', '--design', design, ...few], { interrupt });
  return v.parse(Report, JSON.parse(stdout));
}

const sound = await report('1.26-nosplit');
const [design] = sound.designs;
const [cover, free, ledger] = design?.rows ?? [];

/** The report with its rows replaced. */
const withRows = (...rows: readonly unknown[]) => ({ ...sound, designs: [{ ...design, rows }] });

describe('what conform prints is of the schema', () => {
  test('where all agree, each check having a row', () => {
    expect(sound.verdict).toBe('agrees');
    expect(design?.rows.map(({ check }) => check)).toEqual(rowNames);
    validate(sound);
    expect(validate.errors ?? []).toEqual([]);
  });

  test('where it was interrupted', async () => {
    const data = await report('1.24', true);
    expect(data.verdict).toBe('unfinished');
    validate(data);
    expect(validate.errors ?? []).toEqual([]);
  });

  test('where they disagree, with a reason and a schedule', () => {
    const row = { ...free, verdict: 'disagrees', reasons: ['m[0].locks is 1'], schedule: ['AcquireOuter:0'] };
    validate({ ...withRows(cover, row, ledger), verdict: 'disagrees' });
    expect(validate.errors ?? []).toEqual([]);
  });
});

const disagrees = { verdict: 'disagrees', reasons: ['why'] };

describe('the schema refuses', () => {
  test.each<[string, unknown]>([
    ['another version', { ...sound, schema: 'nosplit.conform/1' }],
    ['an unknown verdict', { ...sound, verdict: 'holds' }],
    ['a report without its seed', { ...sound, seed: undefined }],
    ['a field that it does not know', { ...sound, extra: 1 }],
    ['a check that it does not know', withRows({ ...cover, check: 'TLC' })],
    ['a count that is no integer', withRows({ ...cover, counts: { paths: 1.5 } })],
    ['a row without counts', withRows({ ...cover, counts: undefined })],
    ['a reason where the two agree', withRows({ ...cover, reasons: ['why'] })],
    ['a schedule where the two agree', withRows({ ...cover, schedule: ['StartEnable'] })],
    ['a disagreement in a report that agrees', withRows({ ...cover, ...disagrees })],
    [
      'a disagreement without a reason',
      { ...withRows({ ...cover, verdict: 'disagrees' }), verdict: 'disagrees' },
    ],
    [
      'a schedule of what has none',
      { ...withRows({ ...ledger, ...disagrees, schedule: ['StartEnable'] }), verdict: 'disagrees' },
    ],
    [
      'a step that is none',
      { ...withRows({ ...cover, ...disagrees, schedule: ['AcquireOuter(0)'] }), verdict: 'disagrees' },
    ],
  ])('%s', (_, data) => {
    // Through text, so that what is undefined is not there.
    expect(validate(JSON.parse(JSON.stringify(data)))).toBe(false);
  });
});
