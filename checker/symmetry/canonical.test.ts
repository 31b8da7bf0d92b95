import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../check/check.ts';
import { encode } from '../state/codec.ts';
import { programOf } from '../language/program.ts';
import { array, bool, int, oneOf, record } from '../language/schema.ts';
import type { System } from '../language/system.ts';
import { over, range } from '../language/over.ts';
import { orbitCount, reachedBy } from '../testing/naive-symmetry.ts';
import { viewsOf } from '../state/views.ts';
import { arrangementsOf } from './arrangements.ts';
import { canonicalOf } from './canonical.ts';
import { symmetryOf } from './declaration.ts';
import { orbitOf } from './orbit.ts';
import { moverOf } from './permute.ts';

describe('a representative', () => {
  // References among members, a matrix and a second set: what sorting by keys alone cannot order.
  const schema = record({
    colour: array(4, oneOf('red', 'green')),
    next: array(4, int(0, 4)),
    edge: array(4, array(4, bool())),
    owner: int(-1, 3),
    flag: array(4, array(2, bool())),
    wide: int(0, 2 ** 31 - 1),
    boss: array(2, int(-1, 3)),
  });
  const { action, system } = over(schema);
  const blank = {
    colour: ['red', 'red', 'red', 'red'],
    next: [0, 0, 0, 0],
    edge: range(4).map(() => [false, false, false, false]),
    owner: -1,
    flag: range(4).map(() => [false, false]),
    wide: 5,
    boss: [-1, -1],
  } as const;
  const graph = system({
    name: 'graph',
    initial: [blank],
    symmetry: {
      node: {
        members: range(4),
        arrays: ['colour', 'next', 'edge', 'edge[]', 'flag'],
        references: [{ path: 'next[]', offset: 1 }, 'owner', 'boss[]'],
      },
      side: { members: range(2), arrays: ['flag[]', 'boss'] },
    },
    actions: { None: action({ guard: { never: () => false }, effect: () => undefined }) },
    properties: {},
  });
  const program = programOf(graph);
  const { layout } = viewsOf(schema);
  const symmetry = symmetryOf(program, layout);
  const mover = moverOf(symmetry, layout.words);
  const canonical = canonicalOf(symmetry, mover, layout.words);
  const orbit = orbitOf(symmetry, mover, layout.words);
  const arrangements = arrangementsOf(symmetry, mover, layout.words);
  const sparse = fc.array(fc.nat(5), { minLength: 45, maxLength: 45 });

  test('is the same for every state of an orbit and is one of them, whatever the keys are', () => {
    let [ties, arranged] = [0, 0];
    const [equal, hashed] = [
      canonicalOf(symmetry, { ...mover, keys: (_, keys) => keys.fill(7) }, layout.words),
      canonical,
    ];
    fc.assert(
      fc.property(sparse, (tape) => {
        const state = new Int32Array(layout.words);
        layout.scalars.forEach(({ field, position, bits }, index) => {
          const values = field.kind === 'int' ? Math.min(6, field.max - field.min + 1) : 2;
          const raw = (tape[index] ?? 0) % values;
          if (bits > 0) state[position >>> 5] = (state[position >>> 5] ?? 0) | (raw << (position & 31));
        });
        for (const representative of [hashed, equal]) {
          const size = orbit.fill(state);
          expect(size * orbit.keeping()).toBeGreaterThanOrEqual(size);
          expect((24 * 2) % size).toBe(0);
          const member = new Int32Array(layout.words);
          const found = new Set<string>();
          const members = new Set<string>();
          for (let index = 0; index < size; index++) {
            orbit.state(index, member);
            members.add(String(member));
            representative(member);
            found.add(String(member));
          }
          expect(members.size).toBe(size);
          expect(found.size).toBe(1);
          expect(members).toContain([...found][0]);
          if (size < 48) ties++;
        }
        // Where members are alike or have different keys, arranging them makes the same orbit without a search.
        canonical(state);
        if (!arrangements.begin(state)) return;
        arranged++;
        const size = orbit.fill(state);
        const [image, permutation] = [new Int32Array(layout.words), new Int32Array(symmetry.count)];
        const found = new Set([String(state)]);
        let count = 1;
        for (; arrangements.next(permutation); count++) {
          mover.permute(state, permutation, image);
          found.add(String(image));
        }
        expect([count, found.size]).toEqual([size, size]);
        let keepers = 0;
        for (let slot = 0; slot < symmetry.count; slot++) {
          if (!arrangements.keeper(slot, permutation)) continue;
          keepers++;
          mover.permute(state, permutation, image);
          expect(String(image)).toBe(String(state));
        }
        expect(keepers > 0).toBe(size < 48);
      }),
      { seed: 20261125, numRuns: 300 },
    );
    expect(ties).toBeGreaterThan(0);
    expect(arranged).toBeGreaterThan(100);
  });

  test('of a ring, whose members have equal keys and are not alike, is found by trying all orders', () => {
    const ring = { ...blank, next: [2, 3, 4, 1] };
    const state = new Int32Array(layout.words);
    encode(layout, ring, state);
    expect(arrangements.begin(state)).toBe(false);
    expect(orbit.fill(state)).toBe(6);
    // Of the 24 orders 4 turns keep it, and so does exchanging the two sides: what was found generates these 8.
    const keepers = range(orbit.keeping()).map((index) => {
      const keeper = new Int32Array(symmetry.count);
      orbit.keeper(index, keeper);
      return keeper;
    });
    const group = new Map(keepers.map((keeper) => [String(keeper), keeper]));
    for (const one of group.values())
      for (const keeper of keepers) {
        const both = one.map((slot) => keeper[slot] ?? 0);
        if (!group.has(String(both))) group.set(String(both), both);
      }
    expect(group.size).toBe(8);
    const found = new Set<string>();
    const member = new Int32Array(layout.words);
    for (let index = 0; index < 6; index++) {
      orbit.state(index, member);
      canonical(member);
      found.add(String(member));
    }
    expect(found.size).toBe(1);
  });

  describe('stands for rings, too, in a search: pointers set at will', () => {
    const nodes = record({ next: array(4, int(0, 4)) });
    const { action, always, system: make } = over(nodes);
    const pointers = (odd: string): System<typeof nodes> =>
      make({
        name: 'pointers',
        initial: [{ next: [0, 0, 0, 0] }],
        symmetry: {
          node: {
            members: range(4),
            arrays: ['next'],
            references: [{ path: 'next[]', offset: 1 }],
            params: ['p', 'q'],
          },
        },
        actions: {
          Point: action({
            params: { p: range(4), q: range(4) },
            guard: { nil: (s, { p }) => s.next.at(p) === 0 },
            effect: (next, { p, q }) => {
              next.next.set(p, q + 1);
            },
          }),
        },
        properties: {
          NotOdd: always({
            holds: (s) =>
              range(4)
                .map((p) => s.next.at(p))
                .join() !== odd,
          }),
        },
      });

    test('all of them are counted', async () => {
      const system = pointers('');
      const report = await check(system, { symmetry: true });
      expect(report.symmetry?.states).toBe(5 ** 4);
      expect(report.distinct).toBe(orbitCount(system, reachedBy(system)));
    });

    test.each(['2,3,4,1', '2,4,1,3', '3,4,2,1', '3,1,4,2', '4,3,1,2', '4,1,2,3'])(
      'and where %s alone violates a property, that is found',
      async (odd) => {
        await expect(check(pointers(odd), { symmetry: true, continue: true })).rejects.toThrow(
          /^not symmetric: .* property NotOdd is (true|false) in the first and (true|false) in the second$/,
        );
      },
    );
  });
});
