/** The acceptance of reading: a tree's programs have exactly the states, transitions and counterexamples of those that are kept of its series. */
import { afterAll, describe, expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import type { Report } from '../../checker/index.ts';
import { naiveCheck } from '../../checker/testing/naive.ts';
import {
  boundsNamed,
  partOf,
  programParts,
  programSystem,
  programsOfDesign,
  programsOfRelease,
  releasesWithPrograms,
  tracer,
} from '../../model/index.ts';
import type { Bounds, ProgramPart } from '../../model/index.ts';
import { gorootOf, nosplitRefill, treeCopies } from '../testing/go-trees.ts';
import { stepsKey } from './key.ts';
import { readPrograms } from './read.ts';

const copies = treeCopies();
afterAll(() => {
  copies.remove();
});

/** What is to be the same. */
const summary = ({ verdict, distinct, generated, diameter, violations }: Report): object => ({
  verdict,
  distinct,
  generated,
  diameter,
  violated: new Map(violations.map(({ property, steps }) => [property, steps])),
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

/**
 * The steps of the tree have the states, verdicts and lengths of those that are kept of its series. Steps that are the same but for
 * their lines are searched at the smallest bounds alone.
 */
async function expectEqual(dir: string, design: string, bounds: string): Promise<void> {
  const part = partOf(boundsNamed(bounds));
  const { programs } = await programsIn(dir, part);
  if (bounds !== 'tiny' && stepsKey(programs) === stepsKey(programsOfDesign(design, part).programs)) return;
  const read = programSystem(programs, boundsNamed(bounds), { name: dir });
  const kept = tracer(design, boundsNamed(bounds), { granularity: 'fine' });
  expect(summary(await check(read, options))).toEqual(summary(await check(kept, options)));
}

const options = { continue: true, traces: false };
const ofEveryDay = (bounds: string): string[] => (/(^|-)tiny$/.test(bounds) ? [] : ['exhaustive']);

/** Bounds of the parts beyond the core. */
const ofParts = [
  'threads-tiny',
  'threads-small',
  'reader-tiny',
  'reader-small',
  'memory-tiny',
  'memory-small',
  'sections-tiny',
  'sections-small',
];

const installed = gorootOf('go1.26.8');
const parent = gorootOf('go1.23.12');

for (const bounds of ['tiny', 'threads-tiny', 'sections-tiny'])
  test.skipIf(parent === null)(
    `programs of the parent of the seed are those kept of 1.23 at ${bounds}`,
    { tags: bounds === 'tiny' ? [] : ['exhaustive'] },
    async () => {
      await expectEqual(parent ?? '', '1.23', bounds);
    },
  );

describe.skipIf(installed === null)('programs of the installed tree', () => {
  const goroot = installed ?? '';

  for (const bounds of ['tiny', 'small', ...ofParts.filter((bounds) => bounds !== 'sections-small')])
    test(
      `are those that are kept of 1.26, state for state, at ${bounds}`,
      { tags: ofEveryDay(bounds) },
      async () => {
        await expectEqual(goroot, '1.26', bounds);
      },
    );

  for (const bounds of ['tiny', 'small'])
    test(
      `are, with a nosplit refill, the design of the cure at ${bounds}`,
      { tags: ofEveryDay(bounds) },
      async () => {
        await expectEqual(curedTree(goroot), '1.26-nosplit', bounds);
      },
    );

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

  // The first of a minor release is compared at small bounds alone.
  const isFirst = release.endsWith('.0');
  const larger = isFirst ? [] : ['small', 'pair'];

  test
    .skipIf(goroot === null)
    .each(['tiny', ...larger, ...ofParts.filter((one) => !isFirst || one.endsWith('-tiny'))])(
    'are those that are kept at %s',
    async (bounds) => {
      await expectEqual(goroot ?? '', design, bounds);
    },
  );

  test.skipIf(goroot === null || design === '1.23').each(['tiny', ...larger, ...(isFirst ? [] : ['ci'])])(
    'are, with a nosplit refill, those of the cure at %s',
    async (bounds) => {
      await expectEqual(curedTree(goroot ?? ''), `${design === '1.25' ? '1.24' : design}-nosplit`, bounds);
    },
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
