import { describe, expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import { naiveCheck } from '../../checker/testing/naive.ts';
import { boundsNamed } from '../bounds.ts';
import type { Bounds } from '../bounds.ts';
import { designNamed } from '../designs.ts';
import { mutantPrograms } from '../mutants/programs.ts';
import { programSystem } from '../program/system.ts';
import { builtModule } from '../testing/counts.ts';
import { tracer } from '../tracer.ts';

const tiny = boundsNamed('statuses-tiny');
/** Two generations are too few for a G that is noted down: in the first of them who creates it is looked at before it. */
const tooFew = { ReachesStatusOfUntracedG: -1, ReachesUntracedGTracedLater: -1 };
const skew = { OneGenerationPerOuterSection: 15, GenerationsAgree: 32 };

describe('the whole space, also by a naive search', () => {
  const small = { ...tiny, generations: 2 };
  for (const [name, bounds, violated] of [
    ['1.23', small, tooFew],
    ['seed', tiny, skew],
    ['seed-undo', small, { ...skew, ...tooFew }],
    ['1.26-nosplit', small, tooFew],
  ] as const)
    test(`design ${name}`, { tags: name.startsWith('seed-') ? [] : ['exhaustive'] }, async () => {
      const system = tracer(designNamed(name), bounds);
      const { distinct, generated, diameter, violations } = await check(system, {
        continue: true,
        debug: true,
      });
      expect(Object.fromEntries(violations.map((one) => [one.property, one.steps ?? -1]))).toEqual(violated);
      expect(naiveCheck(system, true)).toEqual({ distinct, generated, diameter, violated });
    });
});

test.each([1, 2])('with %i workers the spaces have the same size', async (workers) => {
  const sizes = [];
  for (const bounds of ['statuses-tiny', 'statuses-small']) {
    const module = builtModule({ design: 'seed-entry-gen', bounds });
    const report = await check(tracer(designNamed('seed-entry-gen'), boundsNamed(bounds)), {
      workers,
      module,
    });
    sizes.push([report.verdict, report.distinct, report.generated, report.diameter]);
  }
  expect(sizes).toEqual([
    ['holds', 9_506, 19_987, 73],
    ['holds', 16_882, 40_338, 55],
  ]);
});

test('without the part the state has none of its fields', () => {
  const { initial } = tracer(designNamed('1.26'), boundsNamed('tiny'));
  expect(initial[0]?.statuses).toEqual([]);
});

/** What the named bounds leave out. */
const beyond: Readonly<Record<string, Partial<Bounds>>> = {
  'four generations': { generations: 4 },
  'two goroutines that wait for each other': {
    generations: 2,
    parts: { statuses: { gs: ['running', 'waiting'] } },
  },
};
test.each(Object.entries(beyond))('1.26-nosplit violates nothing with %s', async (_, bounds) => {
  const { violations, left } = await check(tracer(designNamed('1.26-nosplit'), { ...tiny, ...bounds }));
  expect(left).toBe(0);
  expect(violations).toEqual([]);
});

test('with four generations, a G that nobody readies has events without a status', async () => {
  const system = programSystem(
    mutantPrograms('status-next-gen-not-readied', 'statuses').programs,
    { ...tiny, generations: 4 },
    { name: 'nobody readies' },
  );
  const { violations } = await check(system, { properties: ['StatusPrecedesEvents'] });
  expect(violations.map(({ property }) => property)).toEqual(['StatusPrecedesEvents']);
});
