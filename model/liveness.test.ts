import { describe, expect, test } from 'vitest';
import { check } from '../checker/index.ts';
import type { FairUnit, Fairness, Report } from '../checker/index.ts';
import { lassoFault } from '../checker/testing/naive-liveness.ts';
import { boundsNamed, tracer } from './index.ts';
import type { Bounds } from './index.ts';

const tiny = boundsNamed('tiny');
const endless = boundsNamed('endless-small');
const claims = ['AdvanceEnds', 'StopReturns', 'QueuedBuffersAreRead'];

async function judged(design: string, bounds: Bounds, fairness?: Fairness): Promise<Report> {
  const system = tracer(design, bounds);
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
] as const)
  test(
    `1.26-nosplit: whatever has begun ends, at ${name}`,
    { tags: bounds === tiny ? [] : ['exhaustive'] },
    async () => {
      expect((await judged('1.26-nosplit', bounds)).verdict).toBe('holds');
    },
  );

describe('the leak at generation 0', () => {
  for (const design of ['seed', '1.24', '1.24-nosplit', '1.25'])
    test(
      `${design}: StopTrace waits for ever`,
      { tags: design === 'seed' ? [] : ['exhaustive'] },
      async () => {
        const leaks = design === 'seed' || design.endsWith('nosplit') ? 16 : 17;
        const atTiny = await judged(design, tiny);
        expect(lassos(atTiny)).toEqual([
          ['AdvanceEnds', leaks, 0],
          ['StopReturns', leaks, 0],
        ]);
        const [violation] = atTiny.violations;
        expect(violation?.trace?.steps.at(-1)?.state).toMatchObject({
          m: [{ writing: true, own: { at: 0 }, growth: { at: 0 } }],
        });
        expect(lassos(await judged(design, endless)).map(([property]) => property)).toEqual([
          'AdvanceEnds',
          'StopReturns',
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
  const { fairness } = tracer('1.26-nosplit', endless);
  if (typeof fairness !== 'object' || !Array.isArray(fairness.weak))
    throw new Error('the tracer names its processes');
  const weak: readonly FairUnit[] = fairness.weak;
  const { strong = [] } = fairness;

  test('it is said in these words', async () => {
    const [first] = (await judged('1.26-nosplit', endless)).properties;
    expect(first?.fairness).toMatch(
      /^weak fairness of advancer but traceAdvance:\d+ advance\/StartTrace:\d+ start\/traceAdvance:\d+ stop, reader, M0 but traceEnabled:\d+\/traceEnabled:\d+ stale\/StackGrowth and strong fairness of traceAdvance:\d+ M0, traceAdvance:\d+ M0 #2$/,
    );
  });

  test('an M that opens sections for ever starves an advance that always looks while the flag is up', async () => {
    const report = await judged('1.26-nosplit', endless, { weak });
    expect(lassos(report)[0]).toEqual(['AdvanceEnds', 4, 6]);
    // Sections that come to an end need no more than weak fairness.
    expect((await judged('1.26-nosplit', tiny, { weak })).verdict).toBe('holds');
  });

  test('an M that is never scheduled again inside a section keeps the advance waiting: expected, the wait is the design', async () => {
    const others = weak.filter((unit) => typeof unit === 'string' || unit.process !== 'M0');
    const report = await judged('1.26-nosplit', tiny, { weak: others, strong });
    // Buffers of the next generation wait with it.
    expect(report.violations.map(({ property }) => property)).toEqual(claims);
    expect(report.violations[0]?.trace?.steps.at(-1)?.state).toMatchObject({ m: [{ writing: true }] });
  });

  test.each(['advancer', 'reader'])('without the %s nothing ends', async (left) => {
    const others = weak.filter((unit) => (typeof unit === 'string' ? unit : unit.process) !== left);
    const report = await judged('1.26-nosplit', endless, { weak: others });
    expect(report.violations.map(({ property }) => property)).toEqual(claims);
  });
});
