import { describe, expect, test } from 'vitest';
import type { RecordField, System } from '../../checker/index.ts';
import { check, loadSystem, neverKilled, staleWaivers, waive } from '../../checker/index.ts';
import type { VacuityFinding, Waiver } from '../../checker/index.ts';
import { examples } from '../../examples/index.ts';
import { boundsByName, boundsNamed, tracer, tracerUrl } from '../../model/index.ts';
import { repository } from '../testing/world.ts';
import { parseWaivers, waiversBeside } from './waivers.ts';

const waivers = waiversBeside(tracerUrl, repository).filter(({ kind }) => kind !== 'property-never-killed');
/** Bounds of all parts that are searched in seconds. */
const configs = Object.keys(boundsByName).filter((name) => name.endsWith('-tiny') || name === 'tiny');

describe('in the tracer no claim is vacuous but what is waived', () => {
  for (const config of configs)
    test(
      `1.26-nosplit at ${config}`,
      { tags: ['tiny', 'statuses-tiny'].includes(config) ? [] : ['exhaustive'] },
      async () => {
        const findings = await findingsOf(tracer('1.26-nosplit', boundsNamed(config)));
        const open = waive({ system: 'programs', config, findings }, waivers).filter(
          ({ waived }) => waived === null,
        );
        expect(open.map(({ kind, name, sentence }) => [kind, name, sentence])).toEqual([]);
      },
    );

  test('every waiver is about steps, in a config that exists', () => {
    for (const { system, config } of waivers) {
      expect(system).toBe('programs');
      const start = config.replace('*', '');
      expect(Object.keys(boundsByName).some((name) => name.startsWith(start))).toBe(true);
    }
  });
});

/** What the whole space of a system shows. */
async function findingsOf<S extends RecordField>(system: System<S>): Promise<readonly VacuityFinding[]> {
  const { left, vacuity } = await check(system, { continue: true, vacuity: true });
  expect(left).toBe(0);
  return vacuity ?? [];
}

test.each(examples.map(({ name, url }) => [name, url] as const))(
  'in the example %s nothing is vacuous',
  async (_, url) => {
    const report = await check(await loadSystem({ url, params: {} }), { continue: true, vacuity: true });
    expect([report.verdict, report.vacuity]).toEqual(['holds', []]);
  },
);

describe('waivers', () => {
  const found = (name: string, soFar = false): VacuityFinding => ({
    kind: 'dead-action',
    name,
    sentence: `${name} never fires`,
    soFar,
    waived: null,
  });
  const waiver = (change: Partial<Waiver> = {}): Waiver => ({
    kind: 'dead-action',
    system: '1.2*',
    config: 'small',
    name: 'Run',
    reason: 'because',
    ...change,
  });
  const checked = { system: '1.26', config: 'small', findings: [found('Run'), found('Stop')] };
  const reasons = (...given: readonly Waiver[]) => waive(checked, given).map(({ waived }) => waived);

  test('a waiver fits by kind, system, config and name; * stands for any characters, and for nothing else', () => {
    expect(reasons(waiver())).toEqual(['because', null]);
    expect(reasons(waiver({ reason: 'first' }), waiver())).toEqual(['first', null]);
    const fitting = ['1.26', '*', '1.*6', '1.26*', '**'];
    for (const system of fitting) expect(reasons(waiver({ system })), system).toEqual(['because', null]);
    for (const system of ['1.2', '.26', '1.2.', '1x26', '1.2+6', '*5*', ''])
      expect(reasons(waiver({ system })), system).toEqual([null, null]);
    for (const change of [{ kind: 'antecedent-never-true' as const }, { config: 'tiny' }, { name: 'Ru*' }])
      expect(reasons(waiver(change))).toEqual([null, null]);
  });

  test('a waiver that waives nothing in any whole check that it fits is stale', () => {
    const stale = (complete: boolean, ...given: readonly Waiver[]) =>
      staleWaivers([{ ...checked, complete }], given).map(({ kind, name }) => [kind, name]);
    expect(stale(true, waiver(), waiver({ name: 'Gone' }), waiver({ name: 'Else', system: 'x' }))).toEqual([
      ['stale-waiver', 'Gone'],
    ]);
    expect(stale(false, waiver({ name: 'Gone' }))).toEqual([]);
    const two = [
      { ...checked, complete: true },
      { ...checked, system: '1.25', findings: [], complete: true },
    ];
    expect(staleWaivers(two, [waiver()])).toEqual([]);
    expect(staleWaivers(two, [waiver({ system: '1.25' })])).toHaveLength(1);
  });

  const entry = { kind: 'dead-action', system: ['a', 'b'], config: 'c', name: 'Run', reason: 'because' };
  const file = (...waivers: readonly unknown[]): string =>
    JSON.stringify({ schema: 'nosplit.vacuity-waivers/1', waivers });

  test('an entry with several patterns is a waiver for each pair', () => {
    expect(parseWaivers(file(entry, { ...entry, system: '*', config: ['d', 'e'] }), 'w.json')).toEqual([
      { ...entry, system: 'a' },
      { ...entry, system: 'b' },
      { ...entry, system: '*', config: 'd' },
      { ...entry, system: '*', config: 'e' },
    ]);
  });

  test.each<[string, string, string]>([
    ['no JSON', '{', 'w.json is no JSON ('],
    ['a list', '[]', '(schema: Invalid key'],
    ['another version', '{"schema":"nosplit.vacuity-waivers/2","waivers":[]}', '(schema: Invalid type'],
    ['no waivers', '{"schema":"nosplit.vacuity-waivers/1"}', '(waivers: Invalid key'],
    [
      'an unknown field',
      '{"schema":"nosplit.vacuity-waivers/1","waivers":[],"extra":1}',
      '(extra: Invalid key',
    ],
    ['an unknown kind', file({ ...entry, kind: 'stale-waiver' }), '(waivers.0.kind: Invalid type'],
    ['an entry with an unknown field', file({ ...entry, sytem: '*' }), '(waivers.0.sytem: Invalid key'],
    ['an entry without a name', file({ ...entry, name: undefined }), '(waivers.0.name: Invalid key'],
    ['a reason that is none', file({ ...entry, reason: '  ' }), '(waivers.0.reason: is empty)'],
    ['no pattern', file({ ...entry, system: [] }), '(waivers.0.system: names none)'],
    ['a pattern that is no text', file({ ...entry, config: 3 }), '(waivers.0.config: is neither'],
    [
      'an entry twice',
      file(entry, { ...entry, system: 'b' }),
      'w.json waives dead-action Run of b at c twice',
    ],
  ])('a file with %s is refused in one line', (_, text, message) => {
    expect(() => parseWaivers(text, 'w.json')).toThrow(message);
    expect(() => parseWaivers(text, 'w.json')).toThrow(/^w\.json [^\n]+$/);
  });
});

test('a property that no mutant violates is a finding, with the number of mutants that it was judged of', () => {
  const results = [
    { mutant: 'a', properties: ['P', 'Q'], violated: ['P'] },
    { mutant: 'b', properties: ['P', 'Q', 'R'], violated: [] },
  ];
  expect(neverKilled(results)).toEqual([
    {
      kind: 'property-never-killed',
      name: 'Q',
      sentence:
        'Q is violated by none of the 2 mutants that it was judged of: nothing shows that it can fail',
      soFar: false,
      waived: null,
    },
    expect.objectContaining({ name: 'R' }),
  ]);
  expect(neverKilled([])).toEqual([]);
});
