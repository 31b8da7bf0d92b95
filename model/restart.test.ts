import { describe, expect, test } from 'vitest';
import { check } from '../checker/index.ts';
import { naiveCheck } from '../checker/testing/naive.ts';
import { boundsNamed } from './bounds.ts';
import type { Bounds } from './bounds.ts';
import { also, changed } from './change.ts';
import type { Change } from './change.ts';
import { designNamed } from './designs.ts';
import { nextProcs, procsOf } from './procs/state.ts';
import { resourceRules } from './statuses/resource.ts';
import { describeCounts } from './testing/counts.ts';
import { tracer } from './tracer.ts';

const procs = boundsNamed('procs-restart');
const statuses = boundsNamed('statuses-restart');
const one = { sections: 1, growths: 0 };

describeCounts('statuses-restart', { distinct: 38_793, generated: 82_695, diameter: 79 });
describeCounts('procs-restart', { distinct: 53_965, generated: 106_757, diameter: 58 });

describe('the whole space, also by a naive search', () => {
  const cases: readonly (readonly [string, Bounds])[] = [
    ['1.26', { ...statuses, programs: [{ sections: 1, growths: 1 }, one] }],
    ['1.23', { ...statuses, programs: [one, one] }],
    ['1.25', { ...procs, programs: [one, one] }],
    ['1.26', { ...procs, programs: [one, one] }],
  ];
  for (const [index, [name, bounds]] of cases.entries())
    test(`design ${name}, bounds ${String(index)}`, { tags: index === 1 ? [] : ['exhaustive'] }, async () => {
      const system = tracer(designNamed(name), bounds);
      const { distinct, generated, diameter } = await check(system, { continue: true, debug: true });
      expect(naiveCheck(system, true)).toEqual({ distinct, generated, diameter, violated: {} });
    });
});

/** What the named bounds leave out. */
const beyond: Readonly<Record<string, Bounds>> = {
  'four generations, and a goroutine that waits': {
    ...statuses,
    programs: [{ sections: 1, growths: 1 }, one],
    generations: 4,
    parts: { statuses: { gs: ['running', 'waiting'] } },
  },
  'four generations, and Ps': { ...procs, generations: 4 },
};
for (const [name, bounds] of Object.entries(beyond)) {
  const tags = name.endsWith('Ps') ? [] : ['exhaustive'];
  test(`1.26 violates nothing with ${name}`, { tags }, async () => {
    const { violations, left } = await check(tracer(designNamed('1.26'), bounds));
    expect([violations, left]).toEqual([[], 0]);
  });
}

describe('1.25, where a P dies while nothing is traced', () => {
  const system = tracer(designNamed('1.25'), procs);
  const failures = async (actions: typeof system.actions): Promise<readonly unknown[]> => {
    const { violations } = await check({ ...system, actions });
    return violations.map(({ property, steps }) => [property, steps]);
  };

  const outsideOfReset: Change = (action) => ({
    ...action,
    guard: [
      ...action.guard,
      {
        name: 'worldsema',
        holds: (s) => {
          const { advance, p } = procsOf(s);
          return s.trace.gen === 0 || !advance.readied || advance.next > p.length;
        },
      },
    ],
  });

  test('fails as well if GOMAXPROCS never changes between the reset of dead Ps and the statuses', async () => {
    const actions = changed(system.actions, { ProcResize: outsideOfReset });
    expect(await failures(actions)).toEqual([['SequenceContiguous', 34]]);
  });

  test('violates nothing if StartTrace readies the dead, too, and GOMAXPROCS has no such window', async () => {
    const actions = changed(system.actions, {
      StartPublish: also((next) => {
        const { p } = nextProcs(next);
        for (let index = 0; index < p.length; index++)
          if (p.at(index).status === 'dead')
            resourceRules.readyNextGen(resourceRules, p.at(index), next.trace.gen);
      }),
      ProcResize: outsideOfReset,
    });
    expect(await failures(actions)).toEqual([]);
  });
});
