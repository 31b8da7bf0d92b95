import { describe, expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import { naiveCheck } from '../../checker/testing/naive.ts';
import { boundsNamed } from '../bounds.ts';
import type { Bounds } from '../bounds.ts';
import { changed } from '../change.ts';
import type { Change } from '../change.ts';
import { OUTER } from '../state.ts';
import { designNamed } from '../designs.ts';
import { describeCounts } from '../testing/counts.ts';
import { tracer } from '../tracer.ts';
import { procsOf } from './state.ts';

const small = boundsNamed('syscalls-small');
const go126 = designNamed('1.26');
const sections = (...counts: readonly number[]): Bounds['programs'] =>
  counts.map((count) => ({ sections: count, growths: 0 }));
const procs = (ps: number, resizes = 0): Bounds['parts'] => ({ procs: { ps, resizes, syscalls: true } });
const blocked = boundsNamed('syscalls-blocked');

describeCounts('syscalls-small', { distinct: 8_863, generated: 18_133, diameter: 48 });
describeCounts('syscalls-blocked', { distinct: 14_032, generated: 31_180, diameter: 53 });

describe('the whole space, also by a naive search', () => {
  for (const [name, bounds, most] of [
    ['1.25', small, 1],
    ['1.25', small, 2],
    ['1.26', small, 2],
    ['1.26', blocked, 2],
  ] as const)
    test(
      `design ${name} at ${bounds.name}, an M with ${most === 1 ? 'one section' : 'two sections'}`,
      { tags: most === 1 ? [] : ['exhaustive'] },
      async () => {
        const system = tracer(designNamed(name), { ...bounds, programs: sections(most, 1) });
        const { distinct, generated, diameter, violations } = await check(system, {
          continue: true,
          debug: true,
        });
        // With one section, a corner is out of reach.
        const violated = violations.map(({ property }) => [property, -1]);
        expect(violated).toEqual(most === 1 ? [['ReachesStatusOfStolenP', -1]] : []);
        const expected = { distinct, generated, diameter, violated: Object.fromEntries(violated) as object };
        expect(naiveCheck(system, true)).toEqual(expected);
      },
    );
});

/** What the named bounds leave out. */
const beyond: Readonly<Record<string, Partial<Bounds>>> = {
  'four generations': { generations: 4 },
  'two sections of each M, three generations': { programs: sections(2, 2), generations: 3 },
  'two Ps, so that the thief may have one': { programs: sections(2, 2), parts: procs(2) },
  'three Ms': { programs: sections(2, 1, 1) },
  'a P that GOMAXPROCS takes away and gives back': { generations: 3, parts: procs(1, 2) },
};
for (const [name, bounds] of Object.entries(beyond))
  test(
    `1.26 violates nothing with ${name}`,
    { tags: /^three|^two sections/.test(name) ? [] : ['exhaustive'] },
    async () => {
      const { violations, left } = await check(tracer(go126, { ...small, ...bounds }));
      expect([violations, left]).toEqual([[], 0]);
    },
  );

for (const [name, bounds] of Object.entries(beyond))
  test(
    `1.26 with GoSyscallEndBlocked violates nothing with ${name}`,
    { tags: name === 'three Ms' ? [] : ['exhaustive'] },
    async () => {
      const all = { ps: 1, resizes: 0, syscalls: true, ...bounds.parts?.procs, blockedEnds: true } as const;
      const { violations, left } = await check(
        tracer(go126, { ...blocked, ...bounds, parts: { procs: all } }),
      );
      expect([violations, left]).toEqual([[], 0]);
    },
  );

test('1.25 violates nothing if a thief stops the goroutine before its section begins', async () => {
  const design = { ...designNamed('1.25'), syscalls: 'scanBit' as const };
  const { violations, left } = await check(tracer(design, small));
  expect([violations, left]).toEqual([[], 0]);
});

test('1.25 violates nothing where no generation begins between the section of a thief and its swap', async () => {
  const system = tracer(designNamed('1.25'), small);
  const waits: Change = (action) => ({
    ...action,
    guard: [
      ...action.guard,
      {
        name: 'nobodyLooks',
        holds: (s) =>
          !procsOf(s).m.some(({ op }, m) => op === 'look' && s.m.at(m).stack.at(OUTER).phase !== 'enabled'),
      },
    ],
  });
  const actions = changed(system.actions, { AdvanceStoreGen: waits });
  const { violations, left } = await check({ ...system, actions });
  expect([violations, left]).toEqual([[], 0]);
});

/** Sections of the two Ms, and what they have more states than. */
const thieves = [
  { programs: sections(2, 1), states: 10_000, tags: [] },
  { programs: sections(2, 2), states: 200_000, tags: ['exhaustive'] },
];
for (const { programs, states, tags } of thieves) {
  const name = `the order of the two statuses of a thief with a P is of no importance, with more than ${states} states`;
  test(name, { tags }, async () => {
    // As the parent has it: the own status is acquired and written first.
    const bounds = { ...small, programs, parts: procs(2) };
    const system = tracer(go126, bounds);
    const ownFirst: Change = (action) => ({
      ...action,
      effect: (next, params) => {
        const mp = next.procs.at(0).m.at(Number(params['m']));
        const { gen } = next.m.at(Number(params['m'])).stack.at(OUTER);
        const owed =
          mp.p !== 0 &&
          !next.procs
            .at(0)
            .p.at(mp.p - 1)
            .statusTraced.at(gen % 3);
        if (mp.op !== 'steal' || !owed) {
          action.effect(next, params);
          return;
        }
        mp.op = 'other';
        action.effect(next, params);
        mp.op = 'steal';
      },
    });
    const { violations, left, distinct } = await check({
      ...system,
      actions: changed(system.actions, { AcquireStatus: ownFirst }),
    });
    expect([violations, left]).toEqual([[], 0]);
    expect(distinct).toBeGreaterThan(states);
  });
}
