import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { check } from '../checker/index.ts';
import { boundsByName, boundsNamed, debugVariant, designNamed, designs, tracer, tracerOf } from './index.ts';
import { tracerModule } from './index.ts';

const bugB = {
  OneGenerationPerOuterSection: 11,
  LockParityAndBalance: 20,
  LocksZeroOutside: 20,
  ReenteredZeroOutside: 21,
  NoDeadlock: 24,
};
const go124 = {
  ...bugB,
  EventExactlyOnce: 26,
  NoLostBuffer: 26,
  NoBufferQueuedTwice: 34,
  NoWriteToQueuedBuffer: 35,
  NoTornEvent: 36,
  NoBufferLeftBehind: 46,
};
const seed = { ...bugB, EventExactlyOnce: 34 };

/** Property → steps of its shortest counterexample. */
const violated: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  '1.23': { NoDroppedEvent: 9 },
  seed,
  '1.24': go124,
  '1.25': go124,
  '1.26': {
    EventExactlyOnce: 25,
    NoLostBuffer: 25,
    NoBufferQueuedTwice: 33,
    NoWriteToQueuedBuffer: 34,
    NoTornEvent: 35,
    NoBufferLeftBehind: 45,
  },
  '1.26-nosplit': {},
  'seed-debug': seed,
  '1.24-debug': { ...seed, NoThrowsplitAtGrowth: 9 },
  '1.26-debug': { NoThrowsplitAtGrowth: 9 },
  '1.26-nosplit-debug': {},
};

for (const [name, steps] of Object.entries(violated)) {
  const properties = Object.keys(steps).length === 0 ? 'nothing' : Object.keys(steps).join(', ');
  test(`the whole of tiny: design ${name} violates ${properties}`, async () => {
    const design = name.endsWith('-debug')
      ? debugVariant(designNamed(name.slice(0, -'-debug'.length)))
      : designNamed(name);
    const report = await check(tracer(design, boundsNamed('tiny')), { continue: true, debug: true });
    expect(report.left).toBe(0);
    const found = report.violations.map((v) => [v.property, v.trace?.steps.length]);
    expect(Object.fromEntries(found)).toEqual(steps);
    const never = report.actions.filter(({ fired }) => fired === 0).map(({ action }) => action);
    expect(never).toEqual([]);
    const vacuous = report.properties.filter(({ exercised }) => exercised === 0);
    expect(vacuous.filter(({ property }) => !Object.hasOwn(steps, property))).toEqual([]);
  });
}

/** The counts of README.md: they are the model's fingerprint. */
const rows = readFileSync(new URL('README.md', import.meta.url), 'utf8')
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim().replaceAll(/[,`]/g, '')))
  .filter((cells) => Object.hasOwn(boundsByName, cells[1] ?? '') && cells.length > 8);

/** Too large for every run: NIGHTLY=1 searches them too. */
const isNightly = (bounds: string): boolean => bounds === 'nightly';

for (const [, bounds = '', name = '', verdict, distinct, generated, diameter, first] of rows) {
  test.skipIf(isNightly(bounds) && process.env['NIGHTLY'] === undefined)(
    `README: design ${name} in ${bounds} has ${distinct ?? ''} states`,
    { timeout: isNightly(bounds) ? 3_600_000 : 180_000 },
    async () => {
      const report = await check(tracer(designNamed(name), boundsNamed(bounds)));
      const [violation] = report.violations;
      const told = violation && `${violation.property} after ${violation.trace?.steps.length ?? -1} steps`;
      expect([
        report.verdict,
        report.distinct,
        report.generated,
        report.diameter,
        told?.replaceAll('`', '') ?? '',
      ]).toEqual([verdict, Number(distinct), Number(generated), Number(diameter), first]);
    },
  );
}

test('README has a row for each design in each bounds, and one for nightly', () => {
  const small = Object.keys(boundsByName).filter((bounds) => bounds !== 'nightly');
  const pairs = small.flatMap((bounds) => Object.keys(designs).map((name) => `${bounds} ${name}`));
  expect(rows.map((cells) => cells.slice(1, 3).join(' '))).toEqual([...pairs, 'nightly 1.26-nosplit']);
});

const lonely = Object.values(boundsByName).flatMap((bounds) =>
  bounds.programs.map((program, id) => ({ bounds: { ...bounds, programs: [program] }, id })),
);
for (const { bounds, id } of lonely) {
  test(`M${id} of ${bounds.name} never waits for a buffer: one more changes nothing`, async () => {
    const design = designNamed('1.26-nosplit');
    const { distinct, generated, diameter, verdict } = await check(tracer(design, bounds));
    const more = await check(tracer(design, { ...bounds, buffersPerM: bounds.buffersPerM + 1 }));
    expect(more).toMatchObject({ distinct, generated, diameter, verdict });
    expect(verdict).toBe('holds');
  });
}

test('the module builds the system of its own JSON parameters', () => {
  const { params } = tracerModule({ design: debugVariant(designNamed('1.24')), bounds: 'small' });
  const { name, state, initial } = tracerOf(JSON.parse(JSON.stringify(params)) as never);
  expect(name).toBe('tracer 1.24-debug small');
  expect({ state, initial }).toEqual({
    state: tracer(designNamed('1.26'), boundsNamed('small')).state,
    initial: tracer(designNamed('1.26'), boundsNamed('small')).initial,
  });
});

test('an unknown design or bounds is refused with the known names', () => {
  expect(() => tracerOf({ design: '1.22', bounds: 'tiny' })).toThrow(
    "no design is called '1.22'; choose one of 1.23, seed, 1.24, 1.25, 1.26, 1.26-nosplit",
  );
  expect(() => tracerOf({ design: '1.26', bounds: 'huge' })).toThrow(
    "no bounds are called 'huge'; choose one of tiny, small, ci, nightly",
  );
  expect(() => debugVariant(designNamed('1.23'))).toThrow(
    'design 1.23 drops nested events and never sets throwsplit; take a design from the seed on',
  );
});
