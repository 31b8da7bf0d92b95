import { expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import { naiveCheck } from '../../checker/testing/naive.ts';
import type { Bounds } from '../index.ts';
import { boundsNamed, designNamed, designs, tracer } from '../index.ts';
import { also, changed } from '../change.ts';
import { builtModule } from '../testing/counts.ts';

const correct = designNamed('1.26-nosplit');
const tiny = boundsNamed('threads-tiny');

test('the naive search over plain objects finds the same with one thread', async () => {
  const programs = [{ sections: 1, growths: 1, thread: 'starts' }] as const;
  const system = tracer(correct, { ...tiny, name: 'one thread', programs });
  const { distinct, generated, diameter, violations } = await check(system, { continue: true, debug: true });
  const violated = Object.fromEntries(violations.map(({ property, steps }) => [property, steps ?? -1]));
  expect(naiveCheck(system, true)).toEqual({ distinct, generated, diameter, violated });
});

test(
  'the naive search over plain objects finds the same in threads-tiny',
  { tags: 'exhaustive' },
  async () => {
    const system = tracer(correct, tiny);
    const { distinct, generated, diameter, left } = await check(system, { continue: true, debug: true });
    expect({ distinct, generated, diameter, left }).toEqual({
      distinct: 9_202,
      generated: 23_675,
      diameter: 40,
      left: 0,
    });
    expect(naiveCheck(system, true)).toEqual({ distinct, generated, diameter, violated: {} });
  },
);

for (const [bounds, distinct] of [
  ['threads-tiny', 9_202],
  ['threads-small', 11_931],
] as const)
  test(
    `two workers find the same in ${bounds}`,
    { tags: bounds === 'threads-tiny' ? ['exhaustive'] : [] },
    async () => {
      const system = tracer(correct, boundsNamed(bounds));
      const module = builtModule({ design: correct, bounds });
      const report = await check(system, { workers: 2, module });
      expect(report).toMatchObject({ verdict: 'holds', distinct, left: 0 });
    },
  );

/** What the named bounds leave out. */
const beyond: Readonly<Record<string, Partial<Bounds>>> = {
  'an extra M beside a thread that comes and goes, and an advance': {
    programs: [
      { sections: 1, growths: 0, thread: 'extra' },
      { sections: 1, growths: 0, thread: 'starts' },
    ],
  },
  'a thread with buffers of both generations when it exits, beside one that stays': {
    programs: [
      { sections: 1, growths: 0 },
      { sections: 2, growths: 0, thread: 'exits' },
    ],
    buffersPerM: 2,
  },
  'an extra M that is borrowed three times, over three generations, with restarts': {
    programs: [{ sections: 3, growths: 0, thread: 'extra' }],
    generations: 3,
    restart: true,
    buffersPerM: 3,
  },
  'a thread whose stack grows': {
    programs: [{ sections: 2, growths: 1, thread: 'starts' }],
    buffersPerM: 4,
  },
};
for (const [name, bounds] of Object.entries(beyond)) {
  const tags = name === 'a thread whose stack grows' ? [] : ['exhaustive'];
  test(`1.26-nosplit holds with ${name}`, { tags }, async () => {
    const report = await check(tracer(correct, { ...tiny, name, ...bounds }));
    expect({ verdict: report.verdict, violated: report.violations.map(({ property }) => property) }).toEqual({
      verdict: 'holds',
      violated: [],
    });
  });
}

/** Without this action, the model cannot get into the corner. */
const corners: Readonly<Record<string, string>> = {
  ReachesEventOnFreem: 'ThreadExit',
  ReachesGoneOnTheList: 'DestroyDone',
  ReachesFlushByBoth: 'DestroySetFlag',
  ReachesIdleAfterEvent: 'DropM',
};
for (const [corner, removed] of Object.entries(corners)) {
  test(`${corner} needs ${removed}`, async () => {
    const system = tracer(correct, boundsNamed('threads-small'));
    const actions = Object.entries(system.actions).filter(([name]) => name !== removed);
    const less = { ...system, actions: Object.fromEntries(actions) };
    const report = await check(less, { properties: [corner] });
    expect([report.violations.map(({ property }) => property), report.left]).toEqual([[corner], 0]);
  });
}

const lower = also((next, params) => {
  next.m.at(Number(params['m'])).writing = false;
});

test.each(['threads-tiny', 'threads-small'])(
  'the flag that traceThreadDestroy raises protects nothing that trace.lock does not: without it, %s holds',
  async (bounds) => {
    const system = tracer(correct, boundsNamed(bounds));
    const actions = changed(system.actions, { DestroySetFlag: lower, DestroyDone: lower });
    const report = await check({ ...system, actions });
    expect([report.verdict, report.left]).toEqual(['holds', 0]);
    expect(report.actions.find(({ action }) => action === 'DestroyFlush')?.fired).toBeGreaterThan(0);
  },
);

test('bounds in which all threads run throughout have no life, and no action of threads', () => {
  const system = tracer(correct, boundsNamed('small'));
  expect(Object.keys(system.state.fields.m.of.fields)).not.toContain('life');
  expect(Object.keys(system.actions).filter((name) => /Thread|Destroy|Reap|NeedM|DropM/.test(name))).toEqual(
    [],
  );
});

for (const [are, names, tags] of [
  ['the first and the last design are', ['1.23', '1.26-nosplit'], []],
  ['all designs are', Object.keys(designs), ['exhaustive']],
] as const)
  test(`without growths, ${are} one protocol`, { tags: [...tags] }, async () => {
    const found = await Promise.all(
      names.map(async (name) => {
        const { verdict, distinct, generated, diameter } = await check(tracer(designNamed(name), tiny));
        return JSON.stringify({ verdict, distinct, generated, diameter });
      }),
    );
    expect(new Set(found).size).toBe(1);
  });
