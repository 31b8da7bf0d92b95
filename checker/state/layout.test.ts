import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decode, encode } from './codec.ts';
import { array, bool, int, oneOf, record } from '../index.ts';
import type { RecordField } from '../index.ts';
import { bitsOf, layoutOf } from './layout.ts';
import type { Layout } from './layout.ts';
import type { Plain } from '../language/schema.ts';
import { specOf } from '../testing/random-system.ts';
import { runs } from '../testing/runs.ts';
import { viewsOf } from './views.ts';

const tape = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 120, maxLength: 120 }));
const positions = (schema: RecordField): [string, number, number][] =>
  layoutOf(schema).scalars.map(({ path, position, bits }) => [path, position, bits]);

test('a field takes as many bits as its values need', () => {
  const of = [
    int(5, 5),
    bool(),
    int(0, 1),
    int(-1, 1),
    int(0, 255),
    int(0, 256),
    int(-(2 ** 30), 2 ** 30 - 1),
  ];
  expect(of.map(bitsOf)).toEqual([0, 1, 1, 2, 8, 9, 31]);
  expect([oneOf('a'), oneOf('a', 'b'), oneOf('a', 'b', 'c', 'd', 'e')].map(bitsOf)).toEqual([0, 1, 3]);
});

test('scalars are placed first-fit and never straddle a word', () => {
  expect(
    positions(record({ a: int(0, 2 ** 20 - 1), b: int(0, 2 ** 20 - 1), c: int(0, 2 ** 12 - 1), d: bool() })),
  ).toEqual([
    ['a', 0, 20],
    ['b', 32, 20],
    ['c', 20, 12],
    ['d', 52, 1],
  ]);
});

test('a scalar array that fits into a word is contiguous in one; a larger one goes where there is room', () => {
  const fits = record({ a: int(0, 7), items: array(9, int(0, 7)) });
  const items = positions(fits).slice(1);
  items.forEach(([, position], index) => {
    expect(position).toBe((items[0]?.[1] ?? -1) + 3 * index);
  });
  const large = positions(record({ items: array(20, int(0, 7)) }));
  expect(large.map(([, position]) => position >>> 5)).toEqual(
    Array.from({ length: 20 }, (_, index) => Math.floor(index / 10)),
  );
});

test('an array of any length and width is contiguous exactly where it fits into a word', () => {
  for (const bits of [1, 2, 3, 5, 7, 16, 31]) {
    for (let length = 1; length <= 40; length++) {
      const at = positions(record({ items: array(length, int(0, 2 ** bits - 1)) }));
      expect(at.every(([, position]) => position >>> 5 === (position + bits - 1) >>> 5)).toBe(true);
      expect(at.every(([, position]) => position >>> 5 === 0)).toBe(length <= Math.floor(32 / bits));
    }
  }
});

test('a state without fields takes one word', () => {
  expect(layoutOf(record({}))).toMatchObject({ words: 1, bits: 0 });
});

describe('on random schemas', () => {
  const schema = tape.map((choices) => specOf(choices).state);

  test('no two scalars overlap, each lies within one word, and no word is needless', () => {
    fc.assert(
      fc.property(schema, (state) => {
        const { scalars, words, bits } = layoutOf(state);
        const taken = new Set<number>();
        for (const { position, bits: width } of scalars) {
          if (width > 0) expect(position >>> 5).toBe((position + width - 1) >>> 5);
          for (let bit = position; bit < position + width; bit++) taken.add(bit);
        }
        expect(taken.size).toBe(bits);
        expect(Math.max(0, ...taken)).toBeLessThan(words * 32);
        expect(new Set([...taken].map((bit) => bit >>> 5)).size).toBe(bits === 0 ? 0 : words);
      }),
      { numRuns: runs({ ofEveryDay: 200, all: 500 }) },
    );
  });

  test('decode gives back what was encoded', () => {
    fc.assert(
      fc.property(tape, (choices) => {
        const { state, initial } = specOf(choices);
        const layout = layoutOf(state);
        for (const plain of initial) {
          const words = new Int32Array(layout.words);
          encode(layout, plain, words);
          expect(decode(layout, words)).toEqual(plain);
        }
      }),
      { numRuns: runs({ ofEveryDay: 200, all: 500 }) },
    );
  });

  test.each(['checked', 'debug', 'unchecked'] as const)(
    'every write through the views (%s) is read back and leaves its neighbours alone',
    (access) => {
      fc.assert(
        fc.property(
          tape,
          fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 20, maxLength: 20 }),
          (choices, writes) => {
            const { state, initial } = specOf(choices);
            const { layout, next, nextDraft, nextView } = viewsOf(state, access);
            if (layout.scalars.length === 0) return;
            encode(layout, initial[0], next);
            const expected = JSON.parse(JSON.stringify(initial[0])) as unknown;
            for (const [which, value] of writes) {
              const { path, field } = layout.scalars[which % layout.scalars.length] ?? {
                path: '',
                field: bool(),
              };
              const to = valueAt(field, value);
              assign(nextDraft, path, to);
              assign(expected, path, to);
              expect(decode(layout, next)).toEqual(expected);
              expect(readAt(nextDraft, path)).toBe(to);
              expect(readAt(nextView, path)).toBe(to);
            }
          },
        ),
        { numRuns: runs({ ofEveryDay: 60, all: 200 }) },
      );
    },
  );
});

/** The ends of a field's range and values between. */
function valueAt(field: Layout['scalars'][number]['field'], value: number): number | boolean | string {
  if (field.kind === 'bool') return value % 2 === 1;
  if (field.kind === 'enum') return field.values[value % field.values.length] ?? '';
  return [field.min, field.max, field.min + (value % (field.max - field.min + 1))][value % 3] ?? 0;
}

const stepsOf = (path: string): (string | number)[] =>
  [...path.matchAll(/(\w+)/g)].map(([step]) => (/^\d+$/.test(step) ? Number(step) : step));

type Items = { at(index: number): unknown; set?(index: number, value: unknown): void } & Record<
  string | number,
  unknown
>;

function readAt(view: unknown, path: string): unknown {
  return stepsOf(path).reduce<unknown>(
    (value, step) => (typeof step === 'number' ? (value as Items).at(step) : (value as Items)[step]),
    view,
  );
}

function assign(view: unknown, path: string, value: unknown): void {
  const steps = stepsOf(path);
  const last = steps.pop() ?? '';
  const parent = steps.reduce<unknown>(
    (inner, step) => (typeof step === 'number' ? (inner as Items).at(step) : (inner as Items)[step]),
    view,
  ) as Items;
  if (typeof last === 'number' && parent.set !== undefined) parent.set(last, value);
  else parent[last] = value;
}

describe('what an initial state may be', () => {
  const schema = record({ n: int(-2, 2), on: bool(), m: array(2, record({ pc: oneOf('idle', 'busy') })) });
  const good: Plain<typeof schema> = { n: 0, on: false, m: [{ pc: 'idle' }, { pc: 'busy' }] };
  const encoded = (state: unknown): void => {
    const layout = layoutOf(schema);
    encode(layout, state, new Int32Array(layout.words));
  };

  test.each([
    [{ ...good, n: 3 }, 'initial state: n = 3 is outside -2..2'],
    [{ ...good, n: 0.5 }, 'initial state: n = 0.5 is outside -2..2'],
    [{ ...good, on: 1 }, 'initial state: on = 1 is outside true or false'],
    [{ on: true, m: good.m }, 'initial state: n = undefined is outside -2..2'],
    [{ ...good, m: [{ pc: 'idle' }] }, 'initial state: m needs an array of 2 elements'],
    [
      { ...good, m: [{ pc: 'idle' }, { pc: 'gone' }] },
      'initial state: m[1].pc = gone is outside idle | busy',
    ],
    [{ ...good, m: [{ pc: 'idle' }, null] }, 'initial state: m[1] is null, not a record'],
    [{ ...good, k: 1 }, 'initial state: k is not in the schema'],
    [null, 'initial state: it is null, not a record'],
  ])('%j is refused by the name of its field', (state, message) => {
    expect(() => {
      encoded(state);
    }).toThrow(message);
  });

  test('one of the schema is taken', () => {
    expect(() => {
      encoded(good);
    }).not.toThrow();
  });
});

test.each([
  [() => int(3, 2), 'int(3, 2) is not a range'],
  [() => int(0, 2 ** 31), 'is not a range of at most 31 bits'],
  [() => int(0.5, 2), 'is not a range'],
  [() => oneOf(), 'needs at least one name'],
  [() => oneOf('a', 'b', 'a'), 'no name twice'],
  [() => array(-1, bool()), 'needs a length'],
  [() => record({ $path: bool() }), 'record({ $path: … }) needs names of letters'],
])('a field that cannot be is refused: %s', (make, message) => {
  expect(make).toThrow(message);
});
