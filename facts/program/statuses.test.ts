/**
 * The steps about statuses of Gs, which are read out of tracestatus.go, traceruntime.go, traceAdvance and the scheduler. traceAdvance's look
 * at `statusTraced` and suspendG are two steps, setStatusTraced is one of its own, and a stack may grow between the look of eventWriter
 * and its event. The flush of an M, which has no buffers here, is one step with the look at its flag.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import { naiveCheck } from '../../checker/testing/naive.ts';
import { boundsNamed, places, programSystem, programsOfRelease } from '../../model/index.ts';
import { gorootOf, treeCopies } from '../testing/go-trees.ts';
import { TreesOfPart, options, violatedIn } from './testing/scheduled-parts.ts';
import { statusEdits } from './testing/status-edits.ts';

const copies = treeCopies();
afterAll(() => {
  copies.remove();
});

const trees = new TreesOfPart('statuses');

const installed = gorootOf('go1.26.8');

describe.skipIf(installed === null)('programs of the installed tree', () => {
  const goroot = installed ?? '';

  for (const [bounds, distinct, generated, diameter] of [
    ['statuses-tiny', 15_501, 29_818, 73],
    ['statuses-small', 15_983, 36_258, 55],
  ] as const)
    test(`hold at ${bounds}`, { tags: bounds === 'statuses-tiny' ? [] : ['exhaustive'] }, async () => {
      const report = await check(await trees.system(goroot, bounds), options);
      expect(report).toMatchObject({ verdict: 'holds', distinct, generated, diameter });
    });

  test('are the programs kept of 1.26', async () => {
    const { programs } = await trees.programsIn(goroot);
    expect(programs).toEqual(programsOfRelease('1.26', 'statuses')?.programs);
  });

  test('are searched alike by the naive twin, and in debug mode', async () => {
    const { programs } = await trees.programsIn(goroot);
    const sections = { sections: 1, growths: 0 };
    const bounds = { ...boundsNamed('statuses-tiny'), programs: [sections, sections], generations: 2 };
    const system = programSystem(programs, bounds, { name: goroot });
    const { distinct, generated, diameter } = await check(system, { continue: true, debug: true });
    expect(naiveCheck(system, true)).toMatchObject({ distinct, generated, diameter });
  });
});

describe.skipIf(gorootOf('go1.25.12') === null)('a shortest counterexample of go1.25.12', () => {
  const found = async (): Promise<Record<string, number | null>> => {
    const { programs } = await trees.programsIn(gorootOf('go1.25.12') ?? '');
    // A copy, since steps of the same programs are not cut anew.
    const system = programSystem({ ...programs }, boundsNamed('statuses-tiny'), { name: 'go1.25.12' });
    return violatedIn(await check(system, options));
  };

  test('has the steps that are said', async () => {
    expect(await found()).toEqual({ OneGenerationPerOuterSection: 16, GenerationsAgree: 31 });
  });

  test(
    'has one step less where the look of traceAdvance and suspendG are one',
    { tags: 'exhaustive' },
    async () => {
      const rules = places['g.trace.statusTraced[]']?.load as { caller: { mover: string } };
      const { caller } = rules;
      rules.caller = { ...caller, mover: 'B' };
      try {
        expect(await found()).toEqual({ OneGenerationPerOuterSection: 15, GenerationsAgree: 30 });
      } finally {
        rules.caller = caller;
      }
    },
  );
});

describe.skipIf(installed === null)('a tree of go1.26.8, in which', () => {
  statusEdits.forEach((edit, index) => {
    const { name, expected } = edit;
    // Every sixth of the violated is looked at each time.
    const isOfEveryDay = 'refused' in expected || ('violated' in expected && index % 6 === 0);
    test(name, { tags: isOfEveryDay ? [] : ['exhaustive'] }, async () => {
      await trees.expectEdit(edit, { goroot: installed ?? '', bounds: 'statuses-tiny', copies });
    });
  });
});
