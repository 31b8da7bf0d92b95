import { describe, expect, test } from 'vitest';
import { aboutRuns, expectedRows, tracerRows, twinOf } from '../peers/index.ts';
import type { Row } from '../peers/index.ts';
import { check, describeSystem, loadSystem, over } from '../checker/index.ts';
import type { Fairness, System } from '../checker/index.ts';
import { bool, int, oneOf, record, set } from '../checker/public.ts';
import mutex from '../examples/mutex.ts';
import { examples } from '../examples/index.ts';
import { tlaFiles } from './index.ts';
import { missingForTlc, tlcCounts } from '../scripts/exports/tlc.ts';

const missing = missingForTlc();
if (missing !== undefined) console.log(`skipped: exported systems in TLC: ${missing}`);

const title = ({ model, params }: Row): string =>
  [model, ...Object.entries(params).map(([name, value]) => `${name}=${String(value)}`)].join(' ');

const load = (model: string, params: Row['params'] = {}): ReturnType<typeof loadSystem> =>
  loadSystem({ url: examples.find(({ name }) => name === model)?.url ?? '', params });

const textOf = async (system: System): Promise<string> =>
  tlaFiles(await describeSystem(system), system.name)[0]?.text ?? '';

describe.skipIf(missing !== undefined)(
  'TLC has the same counts of what is exported',
  { timeout: 300_000 },
  () => {
    // All are compared by scripts/exports/main.ts.
    const everyDay = ['mutex', 'token-ring broken=true'];
    for (const row of expectedRows().filter(({ distinct }) => distinct < 150))
      test(title(row), { tags: everyDay.includes(title(row)) ? [] : ['exhaustive'] }, async () => {
        const { distinct, generated, diameter, violated } = row;
        const system = await load(row.model, row.params);
        expect(await tlcCounts(system, Object.keys(violated))).toEqual({
          distinct,
          generated,
          diameter,
          violated,
        });
      });

    for (const row of tracerRows().filter(
      ({ params }) => params['bounds'] === 'tiny' && ['1.26', 'seed'].includes(String(params['design'])),
    ))
      test(`design ${String(row.params['design'])} at tiny`, { tags: ['exhaustive'] }, async () => {
        const system = twinOf(String(row.params['design']), 'tiny');
        const inRuns = row.violatedInRuns ?? [];
        const found = await tlcCounts(system, [...Object.keys(row.violated), ...inRuns]);
        expect(found).toEqual({
          ...{ distinct: row.distinct, generated: row.generated, diameter: row.diameter },
          violated: { ...row.violated, ...Object.fromEntries(inRuns.map((name) => [name, null])) },
        });
        expect(aboutRuns).toEqual(expect.arrayContaining(inRuns));
      });
  },
);

describe.skipIf(missing !== undefined)(
  'and the same verdicts on runs',
  { tags: ['exhaustive'], timeout: 300_000 },
  () => {
    const one = over(mutex.state);
    const properties = {
      Served: one.leadsTo({
        params: { p: [0, 1] },
        from: (s, { p }) => s.pc.at(p) === 'waiting',
        to: (s, { p }) => s.pc.at(p) === 'critical',
      }),
      Once: one.eventually({ reached: (s) => s.pc.includes('critical') }),
      Again: one.alwaysEventually({ reached: (s) => s.pc.includes('critical') }),
      Rests: one.eventuallyAlways({ holds: (s) => !s.pc.includes('waiting') }),
    };
    const fairnesses: readonly Fairness[] = [
      'stuttering',
      'maximal',
      'progress',
      'weak',
      'strong',
      { weak: 'actions', strong: [{ actions: ['Enter'], each: 'instances' }] },
    ];
    test.each(fairnesses)('of mutex under %j', async (fairness) => {
      const system = { ...mutex, fairness, properties } as unknown as System;
      const report = await check(system, { continue: true });
      const violated = report.violations.map(({ property }) => property);
      const found = await tlcCounts(system, violated);
      expect(Object.keys(found.violated)).toEqual(violated);
      expect([found.distinct, found.generated]).toEqual([report.distinct, report.generated]);
      expect(Object.values(found.violated)).toEqual(violated.map(() => null));
    });
  },
);

test('names that TLA+ has already, or that two things have, are told apart', async () => {
  const { action, always, system, zero } = over(
    record({
      Init: int(0, 1),
      i: int(0, 1),
      t1: bool(),
      LET: oneOf('a "quoted" one', 'b\\c'),
      s: set(oneOf('x', 'y')),
    }),
  );
  const odd = system({
    name: 'odd names',
    initial: [zero],
    actions: {
      Next: action({
        params: { i: [0, 1] },
        guard: { 'it is (* not *) there': (state, { i }) => state.i !== i },
        effect: (next, { i }) => {
          next.i = i;
          next.LET = i === 0 ? 'a "quoted" one' : 'b\\c';
        },
      }),
      'add-x': action({
        guard: { free: (state) => !state.s.has('x') && state.Init === 0 },
        effect: (next) => {
          next.s.add('x');
          next.t1 = !next.t1;
        },
      }),
    },
    properties: {
      Next: always({ holds: (state) => !state.s.has('y') }),
      TypeOK: always({ holds: (state) => state.Init === 0 }),
      Fairness1: always({ holds: (state) => state.Init === 0 }),
    },
  });
  const text = await textOf(odd);
  expect(text).toContain('VARIABLES Init_, i, t1, LET_, s');
  expect(text).toContain('add_x ==');
  expect(text).toMatch(/^TypeOK_ ==[^]*^Fairness1_ ==/m);
  expect(text).toContain('Next_i0 ==');
  expect(text).toContain('"a \\"quoted\\" one"');
  expect(text).not.toContain('(* not');
  if (missing !== undefined) return;
  const { distinct, generated, diameter } = await check(odd);
  expect(await tlcCounts(odd as unknown as System, [])).toEqual({
    distinct,
    generated,
    diameter,
    violated: {},
  });
});

test('actions of many instances are one definition with parameters', async () => {
  const text = await textOf(await load('two-phase-commit', { n: 4 }));
  expect(text).toContain(
    [
      'RMPrepare(rm) ==',
      '  \\* working',
      '  /\\ rmState[rm] = "working"',
      '  /\\ rmState\' = [rmState EXCEPT ![rm] = "prepared"]',
      "  /\\ msgs' = [msgs EXCEPT !.prepared[rm] = TRUE]",
      '  /\\ UNCHANGED <<tmState, tmPrepared>>',
    ].join('\n'),
  );
  expect(text).toContain('\\/ \\E rm \\in 0 .. 3 : RMPrepare(rm)');
  expect(await textOf(await load('peterson'))).toContain("turn' = 1 - p");
});

test('of several actions with the same parameters a claim about steps says each', async () => {
  const { action, alwaysStep, system, zero } = over(record({ x: int(0, 3) }));
  const by = (k: number) =>
    action({
      params: { p: [0, 1] },
      guard: { low: (s) => s.x === k - 1 },
      effect: (next) => {
        next.x = k;
      },
    });
  const one = system({
    name: 'steps',
    initial: [zero],
    actions: { One: by(1), Two: by(2) },
    properties: { Never: alwaysStep({ holds: (_, after) => after.x === 0 }) },
  });
  const text = await textOf(one);
  expect(text).toContain('/\\ \\A p \\in 0 .. 1 :\n     ~(x = 0)');
  expect(text).toContain('~(x = 1)');
});
