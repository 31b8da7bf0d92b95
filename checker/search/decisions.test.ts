import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encode } from '../state/codec.ts';
import { array, bool, check, int, oneOf, over, range, record } from '../index.ts';
import type { View } from '../index.ts';
import { expectedOf, summaryOf } from '../testing/summary.ts';
import { viewsOf } from '../state/views.ts';
import type { Decision } from './decisions.ts';
import { deciderOf, expressionOf, quickTest } from './decisions.ts';
import { smallStore } from './store.ts';
import { scanOf } from '../space/scan.ts';

const schema = record({
  phase: oneOf('out', 'enabled', 'section'),
  wide: int(0, 400),
  place: int(0, 199),
  one: int(7, 7),
  index: int(0, 4),
  flags: array(4, bool()),
  sections: array(2, record({ gen: int(-1, 3), open: bool() })),
});
type State = View<typeof schema>;

const guards: Readonly<Record<string, (s: State) => boolean>> = {
  'one scalar': (s) => s.phase === 'section',
  'a negated one': (s) => s.phase !== 'enabled',
  'two values of one': (s) => s.phase === 'out' || s.phase === 'section',
  'two scalars': (s) => s.sections.at(0).gen === s.sections.at(1).gen,
  'an element by another scalar': (s) => s.flags.at(s.index % 4),
  every: (s) => s.flags.every((flag) => !flag),
  count: (s) => s.sections.count(({ open }) => open) === 1,
  includes: (s) => s.flags.includes(true),
  nothing: () => true,
  'a field of one value': (s) => s.one === 7,
  'a field of many values': (s) => s.phase === 'section' && s.wide > 20,
  'a place of a program counter': (s) => s.place === 133,
  'some places': (s) => [3, 40, 41, 71, 170, 199].includes(s.place),
  'a place and a field': (s) => s.place === 64 || (s.place > 190 && s.flags.at(2)),
  'an index out of range': (s) => s.index > 1 || s.phase === 'out' || s.sections.at(s.index).open,
  'many scalars': (s) =>
    s.sections.at(0).gen + s.sections.at(1).gen + s.index + Number(s.flags.at(0)) + Number(s.flags.at(3)) > 4,
};

const state = fc.record({
  phase: fc.constantFrom('out' as const, 'enabled' as const, 'section' as const),
  wide: fc.integer({ min: 0, max: 400 }),
  place: fc.oneof(
    fc.constantFrom(3, 40, 41, 64, 77, 130, 133, 170, 191, 199),
    fc.integer({ min: 0, max: 199 }),
  ),
  one: fc.constant(7),
  index: fc.integer({ min: 0, max: 3 }),
  flags: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  sections: fc.array(fc.record({ gen: fc.integer({ min: -1, max: 3 }), open: fc.boolean() }), {
    minLength: 2,
    maxLength: 2,
  }),
});

const { layout, current, currentView } = viewsOf(schema);
const textOf = (guard: (s: State) => boolean): string =>
  expressionOf(deciderOf<typeof schema>(layout)(guard), 'words', 'ask()');

test('ten thousand actions start in seconds, and take the steps that they take one by one', async () => {
  const grid = over(record({ x: int(0, 31), y: int(0, 31), flags: array(8, bool()) }));
  const names = range(10_000).map((index) => `A${String(index)}`);
  const crowd = grid.system({
    name: 'crowd',
    initial: [{ x: 0, y: 0, flags: Array.from({ length: 8 }, () => false) }],
    actions: Object.fromEntries(
      names.map((name, index) => [
        name,
        grid.action({
          guard: {
            flag: (s) => s.flags.at(index % 8) === s.flags.at((index + 1) % 8),
            place: (s) => s.x === index % 40 || s.y === index % 32,
          },
          effect: (s) => {
            s.x = index % 3;
          },
        }),
      ]),
    ),
    properties: { Near: grid.always({ holds: (s) => s.x < 3 }) },
  });
  const before = process.cpuUsage();
  const report = await check(crowd);
  // One second on a quiet core, two on a slow one; before runs were counted in all, five and ten.
  expect(process.cpuUsage(before).user).toBeLessThan(4_500_000);
  const expected = expectedOf(crowd, false);
  expect(summaryOf(report)).toEqual(expected);
});

describe('the tree of a guard', () => {
  test.each(Object.entries(guards))('%s: answers as the guard does', (_, guard) => {
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- as the engine does
    const tree = new Function('words', 'ask', `return ${textOf(guard)};`) as (
      words: Int32Array,
      ask: () => boolean,
    ) => boolean;
    fc.assert(
      fc.property(state, (plain) => {
        encode(layout, plain, current);
        expect(tree(current, () => guard(currentView))).toBe(guard(currentView));
      }),
    );
  });

  test('a test of one scalar is a comparison of its bits', () => {
    expect(textOf((s) => s.phase === 'section')).toMatch(/^\(words\[0\] >>> \d+ & 3\) === 2$/);
    expect(textOf((s) => s.phase !== 'section')).toMatch(/^!\(\(words\[0\] >>> \d+ & 3\) === 2\)$/);
    expect(textOf((s) => s.index === 1 || s.index === 3)).toMatch(
      /^\(10 >>> \(words\[\d\] >>> \d+ & 7\) & 1\) !== 0$/,
    );
    expect(textOf((s) => s.place === 133)).toMatch(/^\(words\[\d\] >>> \d+ & 255\) === 133$/);
    expect(textOf((s) => s.place === 33 || s.place === 35)).toMatch(
      /^\(\(words.*\) >>> 5 === 1 && \(10 >>> \(words.*\) & 1\) !== 0\)$/,
    );
  });

  test('what depends on nothing is a constant', () => {
    expect(textOf(() => false)).toBe('false');
    expect(textOf((s) => s.one === 7 || s.flags.at(0))).toBe('true');
  });

  test('the guard is called where its tree would be large, a scalar is wide, or it throws', () => {
    expect(textOf((s) => s.wide === 3)).toBe('ask()');
    expect(textOf((s) => s.phase === 'section' && s.wide === 3)).toMatch(/=== 2 && ask\(\)\)$/);
    expect(textOf((s) => s.sections.at(s.index + 2).open)).toBe('ask()');
    expect(textOf((s) => s.sections.at(s.index).open)).toContain('ask()');
    const many = guards['many scalars'];
    expect(many === undefined ? '' : textOf(many)).toContain('ask()');
  });

  test('of several guards it is known together whether one may hold, of many scalars at once', () => {
    const several = [
      (s: State) => s.phase === 'section',
      (s: State) => s.index === 1,
      (s: State) => s.index === 3,
      (s: State) => s.place === 77 || s.place === 130,
      (s: State) => s.place === 131,
      (s: State) => s.sections.at(1).open,
    ];
    const decisions = [false, ...several.map((guard) => deciderOf<typeof schema>(layout)(guard))];
    const store = smallStore({ words: layout.words, instances: 1, shared: false, behind: null }, 2 ** 20);
    const scanned = (trees: readonly Decision[]): readonly number[] => {
      const visited: number[] = [];
      const space = { engine: { load: () => undefined }, views: { current, layout }, result: { store } };
      const scan = scanOf(space, trees, (index) => {
        visited.push(index);
      });
      scan(1, 2);
      return visited;
    };
    fc.assert(
      fc.property(state, (plain) => {
        encode(layout, plain, current);
        store.arena.set(current, layout.words);
        const held = several.some((guard) => guard(currentView));
        expect(scanned(decisions)).toEqual(held ? [1] : []);
        expect(decisions.slice(1).some((one) => quickTest(one)?.(current) === true)).toBe(held);
      }),
    );
    const wide = deciderOf<typeof schema>(layout)((s) => s.wide === 3);
    expect(scanned([...decisions, wide])).toEqual([1]);
    expect(scanned([false])).toEqual([]);
    expect(scanned([])).toEqual([]);
  });
});
