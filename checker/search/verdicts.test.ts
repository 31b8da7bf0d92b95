import { describe, expect, test } from 'vitest';
import { array, check, int, over, range, record } from '../index.ts';
import type { Report } from '../index.ts';
import { programOf } from '../language/program.ts';
import { viewsOf } from '../state/views.ts';
import { ROWS, verdictsOf } from './verdicts.ts';

/** Two counters that step on their own; the claim about each looks at `far` only beyond its middle. */
const last = 40;
const counters = (broken: boolean) => {
  const { action, always, system } = over(
    record({ count: array(2, int(0, last)), far: array(2, int(0, last)), shared: int(0, 1) }),
  );
  return system({
    name: 'counters',
    initial: [{ count: [0, 0], far: [0, 0], shared: 0 }],
    actions: {
      Step: action({
        params: { i: range(2) },
        guard: { below: (s, p) => s.count.at(p.i) < last },
        effect: (next, p) => {
          next.count.set(p.i, next.count.at(p.i) + 1);
          next.far.set(p.i, broken && p.i === 1 && next.count.at(1) === last ? 0 : next.count.at(p.i));
        },
      }),
    },
    properties: {
      FarFollows: always({
        params: { i: range(2) },
        when: (s, p) => s.count.at(p.i) > last / 2,
        holds: (s, p) => s.far.at(p.i) === s.count.at(p.i),
      }),
      Within: always({ params: { i: range(2) }, holds: (s, p) => s.count.at(p.i) <= last }),
    },
  });
};

const answers = ({ verdict, distinct, properties, violations }: Report) => ({
  verdict,
  distinct,
  properties,
  violations: violations.map(({ property, steps, trace }) => ({ property, steps, trace })),
});

describe('an invariant with parameters', () => {
  test.each([false, true])(
    'is judged as in debug mode, where nothing is remembered (broken: %s)',
    async (broken) => {
      const options = { continue: true } as const;
      const fast = answers(await check(counters(broken), options));
      expect(fast).toEqual(answers(await check(counters(broken), { ...options, debug: true })));
      expect(fast.verdict).toBe(broken ? 'violated' : 'holds');
      // In 21 of 41 states of each counter the antecedent is false, for both in 441 of 1,681.
      expect(fast.properties).toMatchObject([{ property: 'FarFollows', exercised: 1681 - 441 }, {}]);
    },
  );

  test('is one claim: its antecedent is true where that of one instance is, and it holds where all do', () => {
    const claim = counters(false).properties['FarFollows'];
    if (claim.kind !== 'always') throw new Error('not an invariant');
    const { currentView, current, layout } = viewsOf(counters(false).state);
    const [first] = layout.scalars;
    current.fill(0);
    expect(claim.when?.(currentView)).toBe(false);
    expect(claim.holds(currentView)).toBe(true);
    current[(first?.position ?? 0) >>> 5] = 30 << ((first?.position ?? 0) & 31);
    expect(claim.when?.(currentView)).toBe(true);
    expect(claim.holds(currentView)).toBe(false);
    current.fill(0);
  });
});

describe('a group of instances', () => {
  const program = programOf(counters(false));
  const views = viewsOf(program.system.state);
  const { next, nextDraft, layout } = views;

  test('has in its key what its functions have read, and a bit more empties its table', () => {
    const [group] = verdictsOf(program, layout, views).groups;
    if (group === undefined) throw new Error('no group');
    const read = (): number => group.mask.reduce((sum, word) => sum + popcount(word), 0);
    next.fill(0);
    group.judge(5);
    expect(read()).toBe(6);
    expect(inUse(group.table, layout.words)).toBe(1);
    nextDraft.count.set(0, 1);
    group.judge(6);
    expect(inUse(group.table, layout.words)).toBe(2);
    nextDraft.count.set(0, 30);
    group.judge(7);
    expect(read()).toBe(12);
    expect(inUse(group.table, layout.words)).toBe(1);
    expect(group.table[7 * (layout.words + 2) + layout.words + 1]).toBe(1);
  });

  test('is switched off where its answers are not found again, and asks then', () => {
    const [group] = verdictsOf(program, layout, views).groups;
    if (group === undefined) throw new Error('no group');
    next.fill(0);
    for (let miss = 0; group.on[0] === 1 && miss < 10 * ROWS; miss++) {
      group.lookups[0] = miss + 1;
      group.judge(miss % ROWS);
    }
    expect(group.on[0]).toBe(0);
    nextDraft.count.set(0, 30);
    group.ask();
    expect(group.table[layout.words + 1]).toBe(1);
  });
});

const popcount = (word: number): number => (word >>> 0).toString(2).replaceAll('0', '').length;

function inUse(table: Int32Array, words: number): number {
  let rows = 0;
  for (let row = 0; row < ROWS; row++) if (table[row * (words + 2) + words] !== 0) rows++;
  return rows;
}
