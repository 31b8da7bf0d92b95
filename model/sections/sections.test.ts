import { describe, expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import type { System } from '../../checker/index.ts';
import { boundsNamed } from '../bounds.ts';
import type { Bounds } from '../bounds.ts';
import { designNamed } from '../designs.ts';
import { correct } from '../mutants/actions/mutant.ts';
import { mutantPrograms } from '../mutants/programs.ts';
import type { ProgramSchema } from '../program/state.ts';
import { programSystem } from '../program/system.ts';
import { describeCounts, testNaively } from '../testing/counts.ts';
import { tracer } from '../tracer.ts';

const sectionsTiny = boundsNamed('sections-tiny');

describeCounts('sections-tiny', { distinct: 10_405, generated: 21_963, diameter: 69 });
describeCounts('sections-small', { distinct: 28_319, generated: 66_535, diameter: 72 });

testNaively('sections-tiny', ['1.26-nosplit', '1.24']);

for (const [name, programs] of [
  [
    'a second M beside StartTrace',
    [
      { sections: 1, growths: 1 },
      { sections: 1, growths: 0 },
    ],
  ],
  ['two growths', [{ sections: 2, growths: 2 }]],
] as const)
  test(
    `nothing fails of 1.26-nosplit with ${name}`,
    { tags: name === 'two growths' ? [] : ['exhaustive'] },
    async () => {
      const report = await check(tracer(correct, { ...sectionsTiny, programs, buffersPerM: 4 }));
      // With one section for each M, not every corner of the core is there.
      const failed = report.violations.filter(({ kind }) => kind !== 'sometimes');
      expect([failed, report.left]).toEqual([[], 0]);
    },
  );

describe('reentered counts because of the snapshot', () => {
  const ofABool = (part: 'core' | 'sections', bounds: Bounds): System<ProgramSchema> => {
    const name = 'reentered-is-a-bool';
    return programSystem(mutantPrograms(name, part).programs, bounds, { name });
  };

  test('one section deep, a boolean would do', async () => {
    expect(await check(ofABool('core', boundsNamed('tiny')))).toMatchObject({
      verdict: 'holds',
      distinct: 8_959,
    });
  });

  test('two deep, the flag goes down under the section of StartTrace; what saves it is traceAdvanceSema', async () => {
    const { violations } = await check(ofABool('sections', sectionsTiny), {
      continue: true,
    });
    expect(violations.map(({ property }) => property)).toEqual(['LockParityAndBalance']);
  });
});

describe('1.23 opens the snapshot by a plain traceAcquire, whose Add makes the seqlock even', () => {
  test('so the flag is down from there to its release, and nothing but traceAdvanceSema keeps an advance away', async () => {
    const { violations } = await check(tracer(designNamed('1.23'), sectionsTiny), { continue: true });
    const found = Object.fromEntries(violations.map(({ property, steps }) => [property, steps]));
    expect(found).toMatchObject({ LockParityAndBalance: 9, NoTornEvent: 26, NoLostBuffer: 38 });
    expect(Object.keys(found)).not.toContain('NoFlushUnderSection');
  });

  test('so a growth inside it is not refused: it writes into the buffer that the snapshot has open', async () => {
    const { violations } = await check(tracer(designNamed('1.23'), sectionsTiny), {
      properties: ['NoTornEvent'],
    });
    const actions = violations[0]?.trace?.steps.map(({ action }) => action) ?? [];
    const snapshot = actions.indexOf('Snapshot');
    expect(snapshot).toBeGreaterThan(0);
    expect(actions.indexOf('StackGrowth')).toBeGreaterThan(snapshot);
    expect(actions).not.toContain('AcquireDropped');
  });
});

/** Without these actions, the model cannot get into the corner. */
const corners: Readonly<Record<string, readonly string[]>> = {
  ReachesSnapshot: ['Snapshot'],
  ReachesDepthTwo: ['StackGrowth'],
  ReachesSampleOfNextGeneration: ['AdvanceStoreGen'],
  ReachesAdvanceWaitingForSample: ['SampleLoadGen'],
  ReachesSampleUndone: ['SampleSetFlag'],
};

test.each(Object.entries(corners))('%s needs %j', async (corner, removed) => {
  const system = tracer(correct, sectionsTiny);
  const actions = Object.entries(system.actions).filter(([name]) => !removed.includes(name));
  const less = { ...system, actions: Object.fromEntries(actions) };
  const { violations } = await check(less, { properties: [corner] });
  expect(violations.map(({ property }) => property)).toEqual([corner]);
});

test('each corner of the part is one of those', () => {
  const coreOnly = tracer(correct, { ...sectionsTiny, parts: {} });
  const own = Object.entries(tracer(correct, sectionsTiny).properties).filter(
    ([name, { kind }]) => kind === 'sometimes' && !Object.hasOwn(coreOnly.properties, name),
  );
  expect(own.map(([name]) => name).sort()).toEqual(Object.keys(corners).sort());
});
