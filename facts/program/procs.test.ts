/**
 * The steps about statuses of Ps, which are read out of traceAdvance, StartTrace and the scheduler's acquirep, releasep and procresize.
 * The flush of an M is one step with the look at its flag, and so are to take a P and to begin the section of its event. Whoever calls
 * traceAdvance has a P of its own, whose status is a step of its own.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import { naiveCheck } from '../../checker/testing/naive.ts';
import { boundsNamed, programSystem, programsOfRelease } from '../../model/index.ts';
import { gorootOf, treeCopies } from '../testing/go-trees.ts';
import { TreesOfPart, options, violatedIn } from './testing/scheduled-parts.ts';
import { procEdits } from './testing/proc-edits.ts';

const copies = treeCopies();
afterAll(() => {
  copies.remove();
});

const trees = new TreesOfPart('procs');

const installed = gorootOf('go1.26.8');

describe.skipIf(installed === null)('programs of the installed tree', () => {
  const goroot = installed ?? '';

  for (const [bounds, distinct, generated, diameter] of [
    ['procs-tiny', 7_287, 13_362, 46],
    ['procs-small', 13_500, 24_826, 56],
  ] as const)
    test(`hold at ${bounds}`, { tags: bounds === 'procs-tiny' ? [] : ['exhaustive'] }, async () => {
      const report = await check(await trees.system(goroot, bounds), options);
      expect(report).toMatchObject({ verdict: 'holds', distinct, generated, diameter });
    });

  test('are the programs kept of 1.26', async () => {
    const { programs } = await trees.programsIn(goroot);
    expect(programs).toEqual(programsOfRelease('1.26', 'procs')?.programs);
  });

  test('are searched alike by the naive twin, and in debug mode', async () => {
    const { programs } = await trees.programsIn(goroot);
    const sections = { sections: 1, growths: 0 };
    const bounds = { ...boundsNamed('procs-tiny'), programs: [sections, sections], generations: 2 };
    const system = programSystem(programs, bounds, { name: goroot });
    const { distinct, generated, diameter } = await check(system, { continue: true, debug: true });
    expect(naiveCheck(system, true)).toMatchObject({ distinct, generated, diameter });
  });

  test('hold where GOMAXPROCS has two Ps to take away', { tags: ['exhaustive'] }, async () => {
    const { programs } = await trees.programsIn(goroot);
    const bounds = {
      ...boundsNamed('procs-tiny'),
      programs: [{ sections: 2, growths: 0 }],
      parts: { procs: { ps: 2, resizes: 2 } },
    };
    const { verdict } = await check(programSystem(programs, bounds, { name: goroot }), options);
    expect(verdict).toBe('holds');
  });
});

describe.skipIf(gorootOf('go1.25.12') === null)(
  'go1.25.12, where GOMAXPROCS changes beside an advance',
  () => {
    for (const [bounds, violated] of [
      ['procs-tiny', { SequenceContiguous: 34 }],
      ['procs-small', { StatusPrecedesEvents: 29, SequenceContiguous: 34 }],
      ['procs-restart', { SequenceContiguous: 29 }],
    ] as const)
      test(`violates at ${bounds}`, { tags: bounds === 'procs-small' ? [] : ['exhaustive'] }, async () => {
        const report = await check(await trees.system(gorootOf('go1.25.12') ?? '', bounds), options);
        expect(violatedIn(report)).toEqual(violated);
      });
  },
);

describe.skipIf(installed === null)('a tree of go1.26.8, in which', () => {
  procEdits.forEach((edit, index) => {
    const { name, expected } = edit;
    // Every twelfth is looked at each time.
    test(name, { tags: index % 12 === 0 || 'refused' in expected ? [] : ['exhaustive'] }, async () => {
      await trees.expectEdit(edit, { goroot: installed ?? '', bounds: 'procs-tiny', copies });
    });
  });
});
