import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { rowsOf } from './testing/every-day.ts';
import { schemaFile, validatorOf } from './testing/schema.ts';
import { nosplit } from './testing/world.ts';

const validate = validatorOf('report');

const report = async (...words: string[]): Promise<Record<string, unknown>> => {
  const { stdout } = await nosplit(['check', ...words, '--format', 'json']);
  return v.parse(v.record(v.string(), v.unknown()), JSON.parse(stdout));
};

describe('every kind of report is of the schema', () => {
  const kinds: [string, string[]][] = [
    ['holds', ['--model', 'mutex']],
    ['violated', ['--model', 'peterson', '--set', 'broken=true']],
    ['violated', ['--model', 'two-phase-commit', '--set', 'broken=true', '--continue', '--dfs']],
    ['exhausted', ['--model', 'two-phase-commit', '--depth', '2']],
    ['violated', ['tiny', '--design', '1.24', '--continue']],
    ['violated', ['tiny', '--mutant', 'flush-without-flag']],
    ['holds', ['tiny', '--design', '1.26-nosplit', '--unchecked']],
    ['holds', ['tiny', '--design', '1.26-nosplit', '--debug', '--vacuity']],
  ];
  test.each(rowsOf(kinds, 0, 1, 2, 3, 5))('%s: %j', async (verdict, words) => {
    const data = await report(...words);
    expect(data['verdict']).toBe(verdict);
    validate(data);
    expect(validate.errors ?? []).toEqual([]);
  });
});

describe('the schema refuses', () => {
  test.each<[string, Record<string, unknown>]>([
    ['another version', { schema: 'nosplit.report/2' }],
    ['an unknown verdict', { verdict: 'passed' }],
    ['a count that is no integer', { distinct: 1.5 }],
    ['a field that it does not know', { extra: 1 }],
    [
      'a violation without a trace',
      { violations: [{ property: 'P', kind: 'always', source: null, otherwise: null }] },
    ],
  ])('%s', async (_, change) => {
    expect(validate({ ...(await report('--model', 'mutex')), ...change })).toBe(false);
  });
});

test('every field of a report is described or named in the schema, and none is missing', async () => {
  const { $defs } = v.parse(
    v.object({
      $defs: v.object({
        report: v.object({ properties: v.record(v.string(), v.unknown()), required: v.array(v.string()) }),
      }),
    }),
    schemaFile('report'),
  );
  const { properties, required } = $defs.report;
  const fields = Object.keys(await report('--model', 'mutex', '--unchecked')).sort();
  // A store of components is one that a search has come to.
  expect(Object.keys(properties).sort()).toEqual([...fields, 'components'].sort());
  expect([...required].sort()).toEqual(fields.filter((name) => name !== 'unchecked'));
});
