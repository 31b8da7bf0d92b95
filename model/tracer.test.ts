import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { check } from '../checker/index.ts';
import { naiveCheck } from '../checker/testing/naive.ts';
import { boundsByName, boundsNamed, debugVariant, designNamed, designs, tracer, writtenOf } from './index.ts';
import { writtenModule } from './index.ts';
import type { Bounds } from './index.ts';
import { eventsMax } from './bounds.ts';
import { OUTER, constantsOf } from './state.ts';
import { builtModule } from './testing/counts.ts';

const bugB = {
  OneGenerationPerOuterSection: 11,
  LockParityAndBalance: 20,
  LocksZeroOutside: 20,
  ReenteredZeroOutside: 21,
  NoDeadlock: 24,
  AdvanceEnds: 21,
  StopReturns: 21,
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

/** About runs. */
const claims = ['AdvanceEnds', 'StopReturns', 'QueuedBuffersAreRead'];

/** Property → steps of its shortest counterexample. */
const violated: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  '1.23': { NoDroppedEvent: 9 },
  seed,
  'seed-entry-gen': {},
  'seed-undo': { OneGenerationPerOuterSection: 11, EventExactlyOnce: 34 },
  '1.24': go124,
  '1.24-nosplit': seed,
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

/** One of each kind: what drops events, what is shipped, and what holds. */
const ofEveryDay = ['1.23', '1.26', '1.26-nosplit'];

for (const [name, steps] of Object.entries(violated)) {
  const tags = ofEveryDay.includes(name) ? [] : ['exhaustive'];
  const properties = Object.keys(steps).length === 0 ? 'nothing' : Object.keys(steps).join(', ');
  test(`the whole of tiny: design ${name} violates ${properties}`, { tags }, async () => {
    const design = name.endsWith('-debug')
      ? debugVariant(designNamed(name.slice(0, -'-debug'.length)))
      : designNamed(name);
    const system = tracer(design, boundsNamed('tiny'));
    const report = await check(system, { continue: true, debug: true });
    expect(report.left).toBe(0);
    const { distinct, generated, diameter } = report;
    // The slow twin searches states; model/liveness.test.ts looks at the lassos.
    const ofStates = Object.entries(steps).filter(([property]) => !claims.includes(property));
    const violated = Object.fromEntries(ofStates);
    expect(naiveCheck(system, true)).toEqual({ distinct, generated, diameter, violated });
    const found = report.violations.map((v) => [v.property, v.trace?.steps.length]);
    expect(Object.fromEntries(found)).toEqual(steps);
    const never = report.actions.filter(({ fired }) => fired === 0).map(({ action }) => action);
    expect(never).toEqual([]);
    const vacuous = report.properties.filter(({ exercised }) => exercised === 0);
    expect(vacuous.filter(({ property }) => !Object.hasOwn(steps, property))).toEqual([]);
  });
}

test('the first violation of 1.26-debug is its throw', async () => {
  const { violations } = await check(tracer(debugVariant(designNamed('1.26')), boundsNamed('tiny')));
  expect(violations.map(({ property, steps }) => [property, steps])).toEqual([['NoThrowsplitAtGrowth', 9]]);
});

/** The counts of README.md: they are the model's fingerprint. */
const rows = readFileSync(new URL('README.md', import.meta.url), 'utf8')
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim().replaceAll(/[,`]/g, '')))
  .filter((cells) => cells[3] === 'holds' || cells[3] === 'violated');

/** Too large for every run: NIGHTLY=1 searches them too. */
const isNightly = (bounds: string): boolean => bounds === 'nightly';

for (const [, bounds = '', name = '', verdict, distinct, generated, diameter, first] of rows) {
  // The tests of the other parts count their own bounds.
  const isOfEveryDay =
    (bounds === 'tiny' && ['1.23', 'seed', '1.26', '1.26-nosplit'].includes(name)) ||
    (name === '1.26-nosplit' && /^(threads|reader|memory)-tiny$/.test(bounds));
  test.skipIf(isNightly(bounds) && process.env['NIGHTLY'] === undefined)(
    `README: design ${name} in ${bounds} has ${distinct ?? ''} states, with 1 and 2 workers`,
    { ...(isNightly(bounds) && { timeout: 3_600_000 }), tags: isOfEveryDay ? [] : ['exhaustive'] },
    async () => {
      const module = builtModule({ design: name, bounds });
      for (const workers of [1, 2]) {
        const report = await check(tracer(designNamed(name), boundsNamed(bounds)), { workers, module });
        const [violation] = report.violations;
        const told = violation && `${violation.property} after ${violation.trace?.steps.length ?? -1} steps`;
        expect([
          report.verdict,
          report.distinct,
          report.generated,
          report.diameter,
          told?.replaceAll('`', '') ?? '',
        ]).toEqual([verdict, Number(distinct), Number(generated), Number(diameter), first]);
      }
    },
  );
}

test('README has a row for each design in each bounds, and one for nightly', () => {
  const small = Object.keys(boundsByName).filter((bounds) => bounds !== 'nightly');
  const pairs = small.flatMap((bounds) => Object.keys(designs).map((name) => `${bounds} ${name}`));
  expect(rows.map((cells) => cells.slice(1, 3).join(' '))).toEqual([...pairs, 'nightly 1.26-nosplit']);
});

const lonely = Object.values(boundsByName)
  // These two have no buffers.
  .filter(({ parts }) => parts.statuses === undefined && parts.procs === undefined)
  .flatMap((bounds) =>
    bounds.programs.map((program, id) => ({ bounds: { ...bounds, programs: [program] }, id })),
  )
  // An M that writes nothing needs no buffer.
  .filter(({ bounds }) => eventsMax(bounds) > 0);
for (const { bounds, id } of lonely) {
  const tags = ['tiny', 'reader-tiny'].includes(bounds.name) ? [] : ['exhaustive'];
  test(`M${id} of ${bounds.name} never waits for a buffer: one more changes nothing`, { tags }, async () => {
    const design = designNamed('1.26-nosplit');
    const { distinct, generated, diameter, verdict } = await check(tracer(design, bounds));
    const more = await check(tracer(design, { ...bounds, buffersPerM: bounds.buffersPerM + 1 }));
    expect(more).toMatchObject({ distinct, generated, diameter, verdict });
    expect(verdict).toBe('holds');
  });
}

const correct = designNamed('1.26-nosplit');

/** What the named bounds leave out: more growths, more sections, longer buffers, more generations, two Ms that grow. */
const beyond: Readonly<Record<string, Partial<Bounds>>> = {
  'two growths': { programs: [{ sections: 2, growths: 2 }], generations: 3, restart: true, buffersPerM: 6 },
  'three growths': { programs: [{ sections: 1, growths: 3 }], generations: 3, restart: true, buffersPerM: 7 },
  'four sections, buffers of three events': {
    programs: [{ sections: 4, growths: 1 }],
    generations: 4,
    restart: true,
    eventsPerBuffer: 3,
  },
  'five generations': { generations: 5, restart: true },
  'two Ms that grow, buffers of one event': {
    programs: Array.from({ length: 2 }, () => ({ sections: 1, growths: 1 })),
    restart: true,
  },
};
for (const [name, bounds] of Object.entries(beyond)) {
  const tags = name === 'five generations' ? [] : ['exhaustive'];
  test(`1.26-nosplit holds with ${name}`, { tags }, async () => {
    const report = await check(tracer(correct, { ...boundsNamed('tiny'), name, runs: false, ...bounds }));
    expect(report.verdict).toBe('holds');
  });
}

for (const [name, bounds] of Object.entries({
  'two sections': { programs: [{ sections: 2, growths: 0 }] },
  'two growths': beyond['two growths'],
  'four sections, buffers of three events': beyond['four sections, buffers of three events'],
}))
  test(
    `a second event in a section reaches no state that a further section does not: ${name}`,
    { tags: name === 'two sections' ? [] : ['exhaustive'] },
    async () => {
      const k = constantsOf(correct, { ...boundsNamed('tiny'), name, ...bounds });
      const system = tracer(k.design, k.bounds);
      const EventAgain = k.over.action({
        guard: {
          release: (s) => s.m.at(0).stack.at(OUTER).phase === 'release',
          running: (s) => s.m.at(0).growing === 'no',
          sectionsLeft: (s) => s.m.at(0).sections > 0,
        },
        effect: (next) => {
          const mp = next.m.at(0);
          mp.sections--;
          mp.stack.at(OUTER).phase = 'section';
        },
      });
      const { distinct } = await check(system);
      const more = await check({ ...system, actions: { ...system.actions, EventAgain } });
      expect(more).toMatchObject({ verdict: 'holds', distinct });
      const fired = new Map<string, number>(more.actions.map((one) => [one.action, one.fired]));
      expect(fired.get('EventAgain')).toBeGreaterThan(0);
    },
  );

test('the module builds the system of its own JSON parameters', () => {
  const { params } = writtenModule({ design: debugVariant(designNamed('1.24')), bounds: 'small' });
  const { name, state, initial } = writtenOf(JSON.parse(JSON.stringify(params)) as never);
  expect(name).toBe('tracer 1.24-debug small');
  expect({ state, initial }).toEqual({
    state: tracer(designNamed('1.26'), boundsNamed('small')).state,
    initial: tracer(designNamed('1.26'), boundsNamed('small')).initial,
  });
});

test('an unknown design or bounds is refused with the known names', () => {
  expect(() => writtenOf({ design: '1.22', bounds: 'tiny' })).toThrow(
    "no design is called '1.22'; choose one of 1.23, seed, seed-entry-gen, seed-undo, 1.24, 1.24-nosplit, 1.25, 1.26, 1.26-nosplit, 1.27",
  );
  expect(() => writtenOf({ design: '1.26', bounds: 'huge' })).toThrow(
    `no bounds are called 'huge'; choose one of ${Object.keys(boundsByName).join(', ')}`,
  );
  expect(() => debugVariant(designNamed('1.23'))).toThrow(
    'design 1.23 drops nested events and never sets throwsplit; take a design from the seed on',
  );
});
