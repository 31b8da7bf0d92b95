import { describe, expect, test } from 'vitest';
import type { RecordField, System } from '../../checker/index.ts';
import { check, loadSystem, neverKilled, staleWaivers, waive } from '../../checker/index.ts';
import type { Checked, VacuityFinding, Waiver } from '../../checker/index.ts';
import { examples } from '../../examples/index.ts';
import type { Bounds, GoStatus } from '../../model/index.ts';
import {
  behaviourOf,
  boundsByName,
  boundsNamed,
  designNamed,
  designs,
  actionMutantNamed,
  tracer,
  writtenModule,
} from '../../model/index.ts';
import { repository } from '../testing/world.ts';
import { parseWaivers, waiversBeside } from './waivers.ts';

/** Too large to be searched to the end, past all violations, in every run. */
const large = ['ci', 'nightly'];
const configs = Object.keys(boundsByName).filter((name) => !large.includes(name));
const waivers = waiversBeside(writtenModule({ design: '1.26', bounds: 'tiny' }).url, repository).filter(
  // Those of steps are about all of them.
  ({ kind, system }) => kind !== 'property-never-killed' && system !== 'programs',
);

describe('in the tracer nothing is vacuous but what is waived', () => {
  const checks: (Checked & { readonly complete: boolean })[] = [];
  /** By what a design says: 1.25 is 1.24 under another name, and is not searched again. */
  const searched = new Map<string, readonly VacuityFinding[]>();

  const pairs = configs.flatMap((config) => Object.keys(designs).map((system) => [system, config] as const));
  for (const [system, config] of pairs) {
    // Every day: the oldest and the newest design at their smallest, and the newest in some parts of the model.
    const tags =
      (config === 'tiny' && ['1.23', '1.26'].includes(system)) ||
      (system === '1.26' && ['sections-tiny', 'statuses-tiny'].includes(config))
        ? []
        : ['exhaustive'];
    test(`design ${system} at ${config}`, { tags }, async () => {
      const design = designNamed(system);
      const key = `${config} ${behaviourOf(design)}`;
      const findings = searched.get(key) ?? (await findingsOf(tracer(design, boundsNamed(config))));
      searched.set(key, findings);
      const checked = { system, config, findings, complete: true };
      checks.push(checked);
      const open = waive(checked, waivers).filter(({ waived }) => waived === null);
      expect(open.map(({ kind, name, sentence }) => [kind, name, sentence])).toEqual([]);
    });
  }

  test('every waiver still waives something', { tags: 'exhaustive' }, () => {
    expect(checks.length).toBe(pairs.length);
    expect(staleWaivers(checks, waivers)).toEqual([]);
  });

  test('every waiver is for a design and a config that exist', () => {
    const known = Object.keys(boundsByName).flatMap((config) =>
      Object.keys(designs).map((system) => ({ system, config, findings: [], complete: true })),
    );
    // Without any finding a waiver is stale wherever it fits: one that is not fits nowhere.
    expect(staleWaivers(known, waivers).length).toBe(waivers.length);
  });

  const tiny = boundsNamed('tiny');
  const of = (design: string, bounds: Partial<Bounds> = {}): System =>
    erased(tracer(designNamed(design), { ...tiny, ...bounds }));
  const statuses = (design: string, sections: readonly number[], gs: readonly GoStatus[]): System => {
    const programs = sections.map((count) => ({ sections: count, growths: 0 }));
    const bounds = { ...boundsNamed('statuses-tiny'), programs, generations: 1, parts: { statuses: { gs } } };
    return erased(tracer(designNamed(design), bounds));
  };
  const unraised = of('1.23');
  const raise = unraised.actions['AcquireSetFlag'];
  /** A section leaves its flag up, and no advance waits for it. */
  const leftUp = erased(
    tracer(actionMutantNamed('flush-without-flag'), {
      ...boundsNamed('statuses-restart'),
      programs: [{ sections: 2, growths: 1 }],
    }),
  );
  const release = leftUp.actions['Release'];
  /** Where each waived conjunct decides. */
  const witnesses: Readonly<Record<string, System>> = {
    'StartEnable.starts': of('1.26'),
    'StartEnable.generationsLeft': of('1.26', { restart: true }),
    'StartEnable.worldStopped': of('1.26', { restart: true }),
    'AcquireOuter.sectionsLeft': of('1.26'),
    'AcquireNested.seenEnabled': erased(tracer(actionMutantNamed('flush-without-flag'), tiny)),
    'AcquireReentrant.seenEnabled': {
      ...leftUp,
      actions: {
        ...leftUp.actions,
        ...(release && {
          Release: {
            ...release,
            effect: (next, params) => {
              release.effect(next, params);
              setFlag(next, Number(params['m']), true);
            },
          },
        }),
      },
    },
    'AcquireDropped.flagUp': {
      ...unraised,
      actions: {
        ...unraised.actions,
        ...(raise && {
          AcquireSetFlag: {
            ...raise,
            effect: (next, params) => {
              raise.effect(next, params);
              setFlag(next, Number(params['m']), false);
            },
          },
        }),
      },
    },
    'Ready.onWaitQueue': statuses('1.26', [1, 1], ['waiting']),
    'Create.onFreeList': statuses('1.26', [1, 1], ['running', 'running', 'dead']),
    'Retake.notStopped': erased(
      tracer(designNamed('1.26'), {
        ...boundsNamed('syscalls-small'),
        programs: [2, 1, 1].map((sections) => ({ sections, growths: 0 })),
      }),
    ),
    'EventEnsure.running': of('1.23'),
    'EventFirstUnit.running': of('1.23'),
    'EventSecondUnit.running': of('1.23'),
    'End.running': of('1.23'),
    'Refill.running': of('1.26'),
    'Refill.bufferLeft': of('1.26', { buffersPerM: 1 }),
    'ReaderStop.shutdown': of('1.26'),
    'StackGrowth.notGrowing': of('1.26', { programs: [{ sections: 1, growths: 2 }], buffersPerM: 6 }),
  };

  test('every waived conjunct has a system in which it decides', () => {
    const waived = waivers.filter(({ kind }) => kind === 'conjunct-never-false').map(({ name }) => name);
    expect(Object.keys(witnesses).sort()).toEqual([...new Set(waived)].sort());
  });

  // Every day those of the smallest systems.
  const small = ['EventEnsure.running', 'Ready.onWaitQueue'];
  for (const [name, system] of Object.entries(witnesses))
    test(
      `the waived conjunct ${name} decides in some design, in some bounds, or in a mutant`,
      { tags: small.includes(name) ? [] : ['exhaustive'] },
      async () => {
        const { vacuity, actions } = await check(system, { continue: true, vacuity: true });
        expect(vacuity?.map((one) => one.name)).not.toContain(name);
        expect(actions.find(({ action }) => action === name.split('.')[0])?.fired).toBeGreaterThan(0);
      },
    );
});

/** What the whole space of a system shows. */
async function findingsOf<S extends RecordField>(system: System<S>): Promise<readonly VacuityFinding[]> {
  const { left, vacuity } = await check(system, { continue: true, vacuity: true });
  expect(left).toBe(0);
  return vacuity ?? [];
}

/** Sets the flag of an M; the tracer's drafts have `m`, whatever the type of an erased system says. */
function setFlag(next: unknown, m: number, isUp: boolean): void {
  const draft = next as { readonly m: { at(index: number): { writing: boolean } } };
  draft.m.at(m).writing = isUp;
}

/** Forgets the schema: sound, since the checker gives a system's functions only states of its own schema. */
function erased(system: unknown): System {
  return system as System;
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
