import { describe, expect, test } from 'vitest';
import { check } from '../checker/index.ts';
import type { Fairness, Report } from '../checker/index.ts';
import { lassoFault } from '../checker/testing/naive-liveness.ts';
import { goingOn } from './fairness.ts';
import { boundsNamed, designNamed, tracer } from './index.ts';
import type { Bounds } from './index.ts';
import { constantsOf } from './state.ts';

const tiny = boundsNamed('tiny');
const endless = boundsNamed('endless-small');
const claims = ['AdvanceEnds', 'StopReturns', 'QueuedBuffersAreRead'];

async function judged(design: string, bounds: Bounds, fairness?: Fairness): Promise<Report> {
  const system = tracer(designNamed(design), bounds);
  const report = await check(system, {
    properties: claims,
    continue: true,
    ...(fairness !== undefined && { fairness }),
  });
  for (const { property, trace } of report.violations) {
    const claim = system.properties[property];
    if (trace === null || (claim?.kind !== 'leadsTo' && claim?.kind !== 'alwaysEventually'))
      throw new Error(`no lasso of ${property}`);
    expect(lassoFault(system, claim, fairness ?? system.fairness ?? 'progress', trace)).toBeUndefined();
  }
  return report;
}

const lassos = ({ violations }: Report) =>
  violations.map(({ property, trace }) => [
    property,
    trace?.loop,
    (trace?.steps.length ?? 0) - (trace?.loop ?? 0),
  ]);

for (const [name, bounds] of [
  ['tiny', tiny],
  ['small', { ...boundsNamed('small'), runs: true }],
  ['endless-small', endless],
  [
    'two Ms of which one goes on for ever',
    { ...endless, programs: [...endless.programs, { sections: 1, growths: 0 }] },
  ],
] as const) {
  const tags = [tiny, endless].includes(bounds) ? [] : ['exhaustive'];
  test(`1.26-nosplit: whatever has begun ends, at ${name}`, { tags }, async () => {
    expect((await judged('1.26-nosplit', bounds)).verdict).toBe('holds');
  });
}

describe('the leak at generation 0', () => {
  for (const design of ['seed', '1.24', '1.24-nosplit', '1.25'])
    test(
      `${design}: StopTrace waits for ever`,
      { tags: design === 'seed' ? [] : ['exhaustive'] },
      async () => {
        const atTiny = await judged(design, tiny);
        expect(lassos(atTiny)).toEqual([
          ['AdvanceEnds', 21, 0],
          ['StopReturns', 21, 0],
        ]);
        const [violation] = atTiny.violations;
        expect(violation?.trace?.steps.at(-1)?.state).toMatchObject({
          advancer: { phase: 'scan', toFlush: [true] },
          m: [{ writing: true, stack: [{ phase: 'out' }, { phase: 'out' }] }],
        });
        expect(lassos(await judged(design, endless))).toEqual([
          ['AdvanceEnds', 16, 0],
          ['StopReturns', 16, 0],
        ]);
      },
    );

  for (const design of ['1.23', 'seed-entry-gen', 'seed-undo', '1.26'])
    test(`${design} does not have it`, { tags: design === 'seed-undo' ? [] : ['exhaustive'] }, async () => {
      expect((await judged(design, tiny)).violations).toEqual([]);
      expect((await judged(design, endless)).violations).toEqual([]);
    });
});

describe('what is assumed, and what each assumption is for', () => {
  const system = tracer(designNamed('1.26-nosplit'), endless);
  const all = goingOn(constantsOf(designNamed('1.26-nosplit'), endless), system.actions);

  test('it is said in these words', async () => {
    const [first] = (await judged('1.26-nosplit', endless)).properties;
    expect(first?.fairness).toBe(
      'weak fairness of advancer but StartEnable/AdvanceStoreGen/StopStoreGen, reader, M0 but AcquireOuter/StackGrowth and strong fairness of AdvanceReadFlag',
    );
  });

  test('an M that opens sections for ever starves an advance that always looks while the flag is up', async () => {
    const report = await judged('1.26-nosplit', endless, { weak: all });
    expect(lassos(report)[0]).toEqual(['AdvanceEnds', 4, 6]);
    const loop = report.violations[0]?.trace?.steps.slice(4).map(({ action }) => action);
    expect(loop?.[0]).toBe('AcquireOuter');
    expect(loop?.at(-1)).toBe('Release');
    // Sections that come to an end need no more than weak fairness.
    expect((await judged('1.26-nosplit', tiny, { weak: all })).verdict).toBe('holds');
  });

  test('an M that is never scheduled again inside a section keeps the advance waiting: expected, the wait is the design', async () => {
    const report = await judged('1.26-nosplit', tiny, { weak: all.slice(0, 2), strong: ['AdvanceReadFlag'] });
    // Buffers of the next generation wait with it.
    expect(report.violations.map(({ property }) => property)).toEqual(claims);
    expect(lassos(report)[0]).toEqual(['AdvanceEnds', 7, 0]);
    expect(report.violations[0]?.trace?.steps.at(-1)?.state).toMatchObject({
      advancer: { phase: 'scan' },
      m: [{ writing: true }],
    });
  });

  test('an M that rests outside of all sections keeps nobody waiting', async () => {
    const units = [
      ...all.slice(0, 2),
      { process: 'M0', except: ['AcquireOuter', 'StackGrowth', 'AcquireFlagDown'] },
    ];
    const fairness = { weak: units, strong: ['AdvanceReadFlag'] };
    expect((await judged('1.26-nosplit', tiny, fairness)).verdict).toBe('holds');
  });

  test.each([
    ['advancer', 0, ['AdvanceEnds', 'StopReturns', 'QueuedBuffersAreRead']],
    ['reader', 1, ['AdvanceEnds', 'StopReturns', 'QueuedBuffersAreRead']],
  ])('without the %s nothing ends', async (_, left, violated) => {
    const weak = all.filter((__, index) => index !== left);
    const report = await check(system, { properties: claims, continue: true, fairness: { weak } });
    expect(report.violations.map(({ property }) => property)).toEqual(violated);
  });
});
