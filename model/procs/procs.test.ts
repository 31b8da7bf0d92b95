import { describe, expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import { naiveCheck } from '../../checker/testing/naive.ts';
import { boundsNamed } from '../bounds.ts';
import { changed } from '../change.ts';
import { designNamed } from '../designs.ts';
import { builtModule } from '../testing/counts.ts';
import { tracer } from '../tracer.ts';
import { procsOf } from './state.ts';

const tiny = boundsNamed('procs-tiny');
const small = boundsNamed('procs-small');

describe('the whole space, also by a naive search', () => {
  for (const [name, violated] of [
    ['1.25', { SequenceContiguous: 36 }],
    ['1.26', {}],
  ] as const)
    test(`design ${name}`, { tags: name === '1.26' ? ['exhaustive'] : [] }, async () => {
      const system = tracer(designNamed(name), tiny);
      const { distinct, generated, diameter, violations } = await check(system, {
        continue: true,
        debug: true,
      });
      expect(Object.fromEntries(violations.map((one) => [one.property, one.steps]))).toEqual(violated);
      expect(naiveCheck(system, true)).toEqual({ distinct, generated, diameter, violated });
    });
});

test.each([1, 2])('with %i workers the spaces have the same size', async (workers) => {
  const sizes = [];
  for (const bounds of [tiny, small]) {
    const module = builtModule({ design: '1.26', bounds: bounds.name });
    const report = await check(tracer(designNamed('1.26'), bounds), { workers, module });
    sizes.push([report.verdict, report.distinct, report.generated, report.diameter]);
  }
  expect(sizes).toEqual([
    ['holds', 10_331, 19_286, 48],
    ['holds', 18_054, 33_829, 59],
  ]);
});

test('without the part the state has none of its fields', () => {
  expect(tracer(designNamed('1.26'), boundsNamed('tiny')).initial[0]?.procs).toEqual([]);
});

test('without changes of GOMAXPROCS 1.24 violates nothing', async () => {
  const bounds = { ...small, parts: { procs: { ps: 1, resizes: 0 } } };
  const { violations, left } = await check(tracer(designNamed('1.24'), bounds));
  expect([violations, left]).toEqual([[], 0]);
});

test('1.24 violates nothing if worldsema is taken before dead Ps are readied', async () => {
  const system = tracer(designNamed('1.24'), small);
  const actions = changed(system.actions, {
    ProcResize: (action) => ({
      ...action,
      guard: [
        ...action.guard,
        {
          name: 'worldsema',
          holds: (s) => !procsOf(s).advance.readied || procsOf(s).advance.next > procsOf(s).p.length,
        },
      ],
    }),
  });
  const { violations, left } = await check({ ...system, actions });
  expect([violations, left]).toEqual([[], 0]);
});

test('two Ps that GOMAXPROCS takes away are no worse than one', async () => {
  const bounds = {
    ...tiny,
    programs: [{ sections: 2, growths: 0 }],
    parts: { procs: { ps: 2, resizes: 2 } },
  };
  const { violations, left } = await check(tracer(designNamed('1.26'), bounds));
  expect([violations, left]).toEqual([[], 0]);
});
