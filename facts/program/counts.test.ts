/** The acceptance of reading: a tree's programs are those that are kept of its series. */
import { afterAll, describe, expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import { naiveCheck } from '../../checker/testing/naive.ts';
import {
  boundsNamed,
  partOf,
  programParts,
  programSystem,
  programsOfDesign,
  programsOfRelease,
  releasesWithPrograms,
} from '../../model/index.ts';
import type { Bounds, ProgramPart } from '../../model/index.ts';
import { gorootOf, nosplitRefill, treeCopies } from '../testing/go-trees.ts';
import { stepsKey } from './key.ts';
import { readPrograms } from './read.ts';

const copies = treeCopies();
afterAll(() => {
  copies.remove();
});

/** A tree's programs of a part, read once. */
const readOnce = new Map<string, ReturnType<typeof readPrograms>>();
const programsIn = (dir: string, part: ProgramPart = 'core'): ReturnType<typeof readPrograms> => {
  const key = `${part} ${dir}`;
  const found = readOnce.get(key) ?? readPrograms(dir, { part });
  readOnce.set(key, found);
  return found;
};
const cured = new Map<string, string>();
const curedTree = (goroot: string): string => {
  const dir = cured.get(goroot) ?? copies.edited(goroot, [nosplitRefill]);
  cured.set(goroot, dir);
  return dir;
};

/** The steps are those that are kept, but for their lines: so they have the same states, verdicts and counterexamples. */
async function expectKept(dir: string, design: string, part: ProgramPart = 'core'): Promise<void> {
  const { programs } = await programsIn(dir, part);
  expect(stepsKey(programs)).toBe(stepsKey(programsOfDesign(design, part).programs));
}

const installed = gorootOf('go1.26.8');

describe.skipIf(installed === null)('programs of the installed tree', () => {
  const goroot = installed ?? '';

  test('are, with a nosplit refill, those of the design of the cure', async () => {
    await expectKept(curedTree(goroot), '1.26-nosplit');
  });

  const fewSections: Bounds = {
    ...boundsNamed('sections-tiny'),
    name: 'sections-tiny, one generation',
    programs: [{ sections: 1, growths: 1 }],
    generations: 1,
  };
  const ofTwins = [...['tiny', 'threads-tiny', 'reader-tiny', 'memory-tiny'].map(boundsNamed), fewSections];

  for (const bounds of ofTwins) {
    const tags = ['reader-tiny', fewSections.name].includes(bounds.name) ? [] : ['exhaustive'];
    test(`are searched alike by the naive twin, and in debug mode, at ${bounds.name}`, { tags }, async () => {
      const { programs } = await programsIn(goroot, partOf(bounds));
      const system = programSystem(programs, bounds, { name: goroot });
      const { distinct, generated, diameter, violations } = await check(system, {
        continue: true,
        debug: true,
      });
      const violated = Object.fromEntries(
        violations.map((one) => [one.property, one.trace?.steps.length ?? -1]),
      );
      expect(naiveCheck(system, true)).toEqual({ distinct, generated, diameter, violated });
    });
  }

  test('hold with free buffers that hold garbage, with a nosplit refill', async () => {
    const { programs } = await programsIn(curedTree(goroot));
    const report = await check(programSystem(programs, boundsNamed('tiny'), { name: 'cure' }));
    expect(report).toMatchObject({ verdict: 'holds', distinct: 8959, generated: 19392, diameter: 63 });
  });
});

const releases = [
  { release: 'go1.23.0', design: '1.23' },
  { release: 'go1.23.12', design: '1.23' },
  { release: 'go1.24.0', design: '1.24' },
  { release: 'go1.24.13', design: '1.24' },
  { release: 'go1.25.0', design: '1.25' },
  { release: 'go1.25.12', design: '1.25' },
  { release: 'go1.26.8', design: '1.26' },
  { release: 'go1.27.4', design: '1.26' },
];

describe.each(releases)('programs of $release', { tags: ['exhaustive'] }, ({ release, design }) => {
  const goroot = gorootOf(release);

  test.skipIf(goroot === null).each(programParts)('are those that are kept of its series, part %s', (part) =>
    expectKept(goroot ?? '', design, part),
  );

  test.skipIf(goroot === null || design === '1.23')('are, with a nosplit refill, those of the cure', () =>
    expectKept(curedTree(goroot ?? ''), `${design === '1.25' ? '1.24' : design}-nosplit`),
  );
});

const kept = releasesWithPrograms().flatMap((name) =>
  programParts.flatMap((part) => {
    const one = programsOfRelease(name, part);
    return one === undefined ? [] : [{ ...one, part }];
  }),
);

describe.each(kept)('the programs kept of $release, part $part', ({ release, programs, part }) => {
  test(
    'are those that are read from its tree',
    { tags: release === 'go1.26.8' ? [] : ['exhaustive'] },
    async (context) => {
      const goroot = gorootOf(release);
      if (goroot === null) context.skip();
      expect((await programsIn(goroot ?? '', part)).programs).toEqual(programs);
    },
  );
});
