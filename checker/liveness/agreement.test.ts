import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../check/check.ts';
import type { Json, Report, Trace } from '../check/report.ts';
import type { RecordField } from '../language/schema.ts';
import type { Fairness, Liveness, System } from '../language/system.ts';
import { isLiveness } from '../evaluate/property.ts';
import { replay } from '../traces/trace.ts';
import { corruptedLassos } from '../testing/corrupted-lassos.ts';
import { workerModule } from '../testing/for-workers.ts';
import livelySystem from '../testing/lively-system.ts';
import { live, naiveSteps } from '../testing/naive.ts';
import { lassoFault, naiveLiveness } from '../testing/naive-liveness.ts';
import randomGraph, { graphSpec } from '../testing/random-graph.ts';
import { specOf } from '../testing/random-system.ts';
import { runs } from '../testing/runs.ts';

// FUZZ_SEED and FUZZ_RUNS search elsewhere and longer: FUZZ_SEED=7 FUZZ_RUNS=20000 npx vitest run checker/liveness
const seed = Number(process.env['FUZZ_SEED'] ?? 20260807);
const numRuns = runs({ ofEveryDay: 24, all: 400 });
const some = Math.ceil(numRuns / 3);
const tapeOf = (length: number): fc.Arbitrary<number[]> =>
  fc.noBias(fc.array(fc.nat(0xffff), { minLength: length, maxLength: length }));
const tape = tapeOf(90);

/** Weaker assumptions before stronger ones wherever they compare. */
const levels: readonly Fairness[] = [
  'stuttering',
  'maximal',
  'progress',
  { weak: 'actions' },
  { weak: 'processes' },
  { weak: 'instances' },
  { strong: 'actions' },
  { strong: 'processes' },
  { strong: 'instances' },
];
const ofGraphs: readonly Fairness[] = [
  ...levels,
  { weak: ['A0'] },
  { weak: ['t=0'], strong: ['A0'] },
  { strong: [{ process: 't=0', actions: ['A0'] }] },
  { weak: [{ actions: ['A0'], each: 'instances' }] },
  { strong: [{ params: { t: 0 }, each: 'actions' }], weak: [{ actions: ['A0'], each: 'processes' }] },
];

/** Refused where there is no other action. */
const butOne: Fairness = { weak: [{ process: 't=0', except: ['A0'] }] };

interface Case {
  readonly system: System;
  readonly name: string;
  /** The claim that the lasso violates, and all that the property makes. */
  readonly claim: Liveness<RecordField>;
  readonly claims: readonly Liveness<RecordField>[];
  readonly fairness: Fairness;
  readonly violated: boolean;
  readonly trace: Trace | undefined;
}

/** Each liveness property of the system with what `check` says of it. */
async function cases(system: System, fairness: Fairness): Promise<Case[]> {
  const report = await check(system, { continue: true, fairness });
  return report.properties.flatMap(({ property: name, verdict }) => {
    const claim = system.properties[name];
    const { trace = null, params } = report.violations.find(({ property }) => property === name) ?? {};
    if (claim === undefined || !isLiveness(claim)) return [];
    expect(verdict).not.toBe('undecided');
    const violated = verdict === 'violated';
    expect(trace !== null).toBe(violated);
    expect(params !== undefined).toBe(violated && claim.instances !== undefined);
    const named = claim.instances?.find(
      (one) => JSON.stringify(one.params) === JSON.stringify(params),
    )?.claim;
    const claims = claim.instances?.map((one) => one.claim) ?? [claim];
    return [{ system, name, claim: named ?? claim, claims, fairness, violated, trace: trace ?? undefined }];
  });
}

/** A lasso shorter than the one that is said to be shortest, found by trying every run; undefined where there is none. */
function shorter({ system, claims, fairness, trace }: Case, tries: number): string | undefined {
  const longest = (trace?.steps.length ?? 0) - 1;
  let left = tries;
  const visit = (initial: Json, state: Json, steps: Trace['steps']): string | undefined => {
    if (left-- < 0 || steps.length > longest) return undefined;
    for (let loop = 0; loop <= steps.length; loop++) {
      const lasso = { initial, steps, loop, switches: 0, id: '', shortest: false };
      if (claims.some((claim) => lassoFault(system, claim, fairness, lasso) === undefined))
        return JSON.stringify(lasso);
    }
    return naiveSteps(system, live(system.state, state as never))
      .map(({ action, params, after }) => {
        const step = { action, params, process: '', changes: [], state: after as unknown as Json };
        return visit(initial, step.state, [...steps, step]);
      })
      .find((found) => found !== undefined);
  };
  return system.initial
    .map((root) => visit(root as unknown as Json, root as unknown as Json, []))
    .find((found) => found !== undefined);
}

describe(`liveness, seed ${String(seed)}`, () => {
  const seen: Case[] = [];

  test(`engine and slow twin agree on ${String(numRuns)} random graphs at every fairness, and every lasso is genuine`, async () => {
    await fc.assert(
      fc.asyncProperty(tape, async (choices) => {
        const system: System = randomGraph(choices);
        const more = (system.actions['A1']?.params['t']?.length ?? 0) > 0 ? [butOne] : [];
        for (const fairness of [...ofGraphs, ...more]) {
          for (const one of await cases(system, fairness)) {
            const { name, claim, claims, trace } = one;
            const context = JSON.stringify([name, fairness, graphSpec(choices)]);
            const naive = claims.some((each) => naiveLiveness(system, each, fairness));
            expect(one.violated, context).toBe(naive);
            seen.push(one);
            if (trace === undefined) continue;
            expect(lassoFault(system, claim, fairness, trace), context).toBeUndefined();
            // Few constraints can always be met by fewest steps on graphs as small as these.
            expect(trace.shortest, context).toBe(true);
            const few = fairness === 'progress' || fairness === 'maximal';
            expect(shorter(one, few ? 300 : 40), context).toBeUndefined();
          }
        }
      }),
      { seed, numRuns },
    );
  });

  test(`on ${String(some)} systems of many fields every lasso is genuine, small ones agree with the slow twin, and more fairness violates no more`, async () => {
    await fc.assert(
      fc.asyncProperty(tapeOf(300), async (choices) => {
        const system = livelySystem(choices);
        const context = JSON.stringify(specOf(choices));
        const violated: Record<string, readonly string[]> = {};
        for (const fairness of levels) {
          const all = await cases(system, fairness);
          violated[JSON.stringify(fairness)] = all.filter((one) => one.violated).map(({ name }) => name);
          const { distinct } = await check(system, { properties: [] });
          for (const { claim, claims, trace, violated } of all) {
            if (distinct <= 6) expect(violated, context).toBe(naiveLiveness(system, claim, fairness));
            if (trace === undefined) continue;
            expect(lassoFault(system, claim, fairness, trace), context).toBeUndefined();
            if (distinct > 6) seen.push({ system, name: '', claim, claims, fairness, violated, trace });
          }
        }
        const of = (fairness: Fairness): readonly string[] => violated[JSON.stringify(fairness)] ?? [];
        const within = (strict: Fairness, lax: Fairness): void => {
          expect(of(lax), context).toEqual(expect.arrayContaining([...of(strict)]));
        };
        within('maximal', 'stuttering');
        within('progress', 'maximal');
        for (const units of ['actions', 'processes', 'instances'] as const) {
          within({ weak: units }, 'progress');
          within({ strong: units }, { weak: units });
        }
      }),
      { seed, numRuns: some },
    );
  });

  test('the judge of lassos refuses those that are none: corrupted ones, and those that a stronger fairness excludes', () => {
    const refused: Record<string, number> = {};
    for (const { system, name, claim, fairness, trace } of seen) {
      if (trace === undefined) continue;
      for (const { what, trace: bad, claim: other } of corruptedLassos(trace, claim)) {
        expect(lassoFault(system, other, fairness, bad), what).toBeDefined();
        refused[what] = (refused[what] ?? 0) + 1;
      }
      const excluding = seen.filter(
        (one) => one.system === system && one.name === name && name !== '' && !one.violated,
      );
      for (const stronger of excluding) {
        expect(lassoFault(system, claim, stronger.fairness, trace)).toMatch(/is enabled and never taken/);
        refused['unfair'] = (refused['unfair'] ?? 0) + 1;
      }
    }
    expect(Object.keys(refused).sort()).toEqual([
      'a last step that leads elsewhere',
      'a loop beyond its end',
      'a step to another state',
      'an action that there is not',
      'an initial state that is none',
      'no loop',
      'owed nowhere',
      'parameters that there are not',
      'the goal in the loop',
      'the goal in the stem',
      'unfair',
    ]);
    expect(Math.min(...Object.values(refused))).toBeGreaterThan(numRuns / 10);
  });

  test('every lasso is replayed from its id and from itself, and no id with a character changed is taken', () => {
    let refused = 0;
    for (const [tried, { system, trace }] of seen.entries()) {
      if (trace === undefined) continue;
      expect(replay(system, trace)).toEqual(trace);
      expect(replay(system, trace.id)).toEqual({ ...trace, shortest: false });
      const at = tried % trace.id.length;
      if (trace.id[at] === '-') continue;
      const other = trace.id[at] === '0' ? '1' : '0';
      expect(
        () => replay(system, trace.id.slice(0, at) + other + trace.id.slice(at + 1)),
        trace.id,
      ).toThrow();
      refused++;
    }
    expect(refused).toBeGreaterThan(numRuns);
  });

  const text = (report: Report): string =>
    JSON.stringify({
      ...report,
      elapsedMs: 0,
      statesPerSecond: 0,
      bytesPerState: 0,
      workers: 0,
      liveness: 0,
    });
  const fewer = Math.ceil(numRuns / 10);

  test(`1, 2 and 4 workers and debug mode give the same report on ${String(fewer)} systems, and depth-first the same lassos`, async () => {
    const url = workerModule('lively-system.ts');
    await fc.assert(
      fc.asyncProperty(tapeOf(300), fc.constantFrom(...levels), async (choices, fairness) => {
        const system = livelySystem(choices);
        const options = {
          continue: true,
          fairness,
          module: { url, params: choices },
          memoryMaxBytes: 2 ** 21,
        };
        const report = await check(system, options);
        for (const workers of [2, 4])
          expect(text(await check(system, { ...options, workers }))).toBe(text(report));
        expect(text(await check(system, { ...options, debug: true }))).toBe(text(report));
        const deep = await check(system, { ...options, search: 'depth-first' });
        expect(deep.violations).toEqual(report.violations);
      }),
      { seed, numRuns: fewer },
    );
  });

  test(
    'they are not all alike: every fairness decides some claims both ways, and loops and stems differ',
    { tags: 'exhaustive' },
    () => {
      const share = (matches: (one: Case) => boolean): number => seen.filter(matches).length / seen.length;
      for (const fairness of levels) {
        const own = (one: Case): boolean => JSON.stringify(one.fairness) === JSON.stringify(fairness);
        for (const violated of [true, false])
          expect(share((one) => own(one) && one.violated === violated)).toBeGreaterThan(0.008);
      }
      for (const kind of ['eventually', 'leadsTo', 'alwaysEventually'])
        expect(share(({ claim, violated }) => claim.kind === kind && violated)).toBeGreaterThan(0.05);
      const round = ({ trace }: Case): number =>
        trace === undefined ? -1 : trace.steps.length - (trace.loop ?? 0);
      expect(share((one) => round(one) === 0)).toBeGreaterThan(0.1);
      expect(share((one) => round(one) === 1)).toBeGreaterThan(0.01);
      expect(share((one) => round(one) >= 2)).toBeGreaterThan(0.05);
      expect(share((one) => round(one) >= 4)).toBeGreaterThan(0.005);
      expect(share(({ trace }) => (trace?.loop ?? 0) > 1)).toBeGreaterThan(0.001);
      // Each step of strength, and of how finely units are cut, excludes runs that the one before admits.
      const at = (one: Case, fairness: Fairness): Case | undefined =>
        seen.find(
          (other) =>
            other.system === one.system &&
            other.name === one.name &&
            JSON.stringify(other.fairness) === JSON.stringify(fairness),
        );
      const differ = (one: Fairness, other: Fairness): number =>
        seen
          .filter(({ name, fairness }) => name !== '' && JSON.stringify(fairness) === JSON.stringify(one))
          .filter((of) => of.violated && at(of, other)?.violated === false).length;
      expect(differ('maximal', 'progress')).toBeGreaterThan(0);
      expect(differ('progress', { weak: 'processes' })).toBeGreaterThan(0);
      expect(differ({ weak: 'processes' }, { strong: 'processes' })).toBeGreaterThan(0);
      expect(differ({ weak: 'processes' }, { weak: 'instances' })).toBeGreaterThan(0);
      expect(differ({ weak: 'actions' }, { weak: 'instances' })).toBeGreaterThan(0);
      expect(differ({ strong: 'actions' }, { strong: 'instances' })).toBeGreaterThan(0);
    },
  );
});
