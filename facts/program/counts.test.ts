/** The acceptance of reading: a tree's programs have exactly the states, transitions and counterexamples of the hand-written model. */
import { afterAll, describe, expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import type { Report, System } from '../../checker/index.ts';
import { naiveCheck } from '../../checker/testing/naive.ts';
import {
  boundsNamed,
  designNamed,
  partOf,
  programParts,
  programSystem,
  programsOfRelease,
  releasesWithPrograms,
  tracer,
} from '../../model/index.ts';
import type { Bounds, TracerSchema } from '../../model/index.ts';
import { gorootOf, nosplitRefill, treeCopies } from '../testing/go-trees.ts';
import { readPrograms } from './read.ts';
import { dropAsRead, withoutDrops } from './testing/drop-as-read.ts';
import { memoryAsRead } from './testing/memory-as-read.ts';
import { readerAsRead } from './testing/reader-as-read.ts';
import { sectionsAsRead } from './testing/sections-as-read.ts';

const copies = treeCopies();
afterAll(() => {
  copies.remove();
});

/** What two descriptions of one protocol have in common. Claims that only programs have are among the violated if they are. */
const summary = ({ verdict, distinct, generated, diameter, violations }: Report): object => ({
  verdict,
  distinct,
  generated,
  diameter,
  violated: new Map(violations.map(({ property, steps }) => [property, steps])),
});

/** The hand-written part with what the tree does otherwise. */
const asRead = (system: System<TracerSchema>, bounds: string): System<TracerSchema> =>
  bounds.startsWith('reader')
    ? readerAsRead(system)
    : bounds.startsWith('memory')
      ? memoryAsRead(system)
      : bounds.startsWith('sections')
        ? sectionsAsRead(system)
        : system;

async function expectEqual(dir: string, design: string, bounds: string): Promise<void> {
  const { programs } = await readPrograms(dir, { part: partOf(boundsNamed(bounds)) });
  // As in the hand-written model, a free buffer is zeroed: past a violation that makes a difference.
  const of = { name: dir, garbage: false };
  const drops = design === '1.23';
  const system = programSystem(drops ? withoutDrops(programs) : programs, boundsNamed(bounds), of);
  const model = asRead(tracer(designNamed(design), boundsNamed(bounds)), bounds);
  const [read, written] = [
    await check(system, options),
    await check(drops ? dropAsRead(model) : model, options),
  ];
  if (!drops) {
    expect(summary(read)).toEqual(summary(written));
    return;
  }
  const { NoDroppedEvent: dropped, ...others } = violatedIn(written);
  expect({ ...summary(read), verdict: '', violated: violatedIn(read) }).toEqual({
    ...summary(written),
    verdict: '',
    violated: others,
  });
  const judged = programSystem(programs, boundsNamed(bounds), of);
  const asked = { ...options, properties: ['NoDroppedEvent'] };
  expect(violatedIn(await check(judged, asked))['NoDroppedEvent']).toBe(dropped);
}

const options = { continue: true, traces: false };
const violatedIn = ({ violations }: Report): Record<string, number | null> =>
  Object.fromEntries(violations.map(({ property, steps }) => [property, steps]));

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

test.skipIf(parent === null).each(['tiny', 'threads-tiny', 'sections-tiny'])(
  'programs of the parent of the seed are the model of 1.23 at %s',
  async (bounds) => {
    await expectEqual(parent ?? '', '1.23', bounds);
  },
);

describe.skipIf(installed === null)('programs of the installed tree', () => {
  const goroot = installed ?? '';

  test.each(['tiny', 'small', ...ofParts.filter((bounds) => bounds !== 'sections-small')])(
    'are the model of 1.26, state for state, at %s',
    async (bounds) => {
      await expectEqual(goroot, '1.26', bounds);
    },
  );

  test.each(['tiny', 'small'])('are, with a nosplit refill, the model of the cure at %s', async (bounds) => {
    await expectEqual(copies.edited(goroot, [nosplitRefill]), '1.26-nosplit', bounds);
  });

  const fewSections: Bounds = {
    ...boundsNamed('sections-tiny'),
    name: 'sections-tiny, one generation',
    programs: [{ sections: 1, growths: 1 }],
    generations: 1,
  };
  const ofTwins = [...['tiny', 'threads-tiny', 'reader-tiny', 'memory-tiny'].map(boundsNamed), fewSections];

  test.each(ofTwins)('are searched alike by the naive twin, and in debug mode, at $name', async (bounds) => {
    const { programs } = await readPrograms(goroot, { part: partOf(bounds) });
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

  test('hold with free buffers that hold garbage, with a nosplit refill', async () => {
    const { programs } = await readPrograms(copies.edited(goroot, [nosplitRefill]));
    const report = await check(programSystem(programs, boundsNamed('tiny'), { name: 'cure' }));
    expect(report).toMatchObject({ verdict: 'holds', distinct: 8959, generated: 19392, diameter: 63 });
  });
});

const releases = [
  { release: 'go1.23.0', design: '1.23' },
  { release: 'go1.23.12', design: '1.23' },
  { release: 'go1.24.0', design: '1.24' },
  { release: 'go1.24.5', design: '1.24' },
  { release: 'go1.24.13', design: '1.24' },
  { release: 'go1.25.0', design: '1.25' },
  { release: 'go1.25.12', design: '1.25' },
  { release: 'go1.26.8', design: '1.26' },
  { release: 'go1.27.4', design: '1.26' },
];

describe.each(releases)('programs of $release', { tags: ['exhaustive'] }, ({ release, design }) => {
  const goroot = gorootOf(release);

  test.skipIf(goroot === null).each(['tiny', 'small', 'pair', ...ofParts])(
    'are the model at %s',
    async (bounds) => {
      await expectEqual(goroot ?? '', design, bounds);
    },
  );

  test.skipIf(goroot === null || design === '1.23').each(['tiny', 'small', 'pair', 'ci'])(
    'are, with a nosplit refill, the model at %s',
    async (bounds) => {
      await expectEqual(
        copies.edited(goroot ?? '', [nosplitRefill]),
        `${design === '1.25' ? '1.24' : design}-nosplit`,
        bounds,
      );
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
      expect((await readPrograms(goroot ?? '', { part })).programs).toEqual(programs);
    },
  );
});
