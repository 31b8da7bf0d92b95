import fc from 'fast-check';
import { expect, test } from 'vitest';
import { array, bool, int, oneOf, optional, queue, record, set } from '../index.ts';
import type { Field, RecordField } from '../language/schema.ts';
import { encode } from './codec.ts';
import { encoderOf } from './encoder.ts';
import { layoutOf } from './layout.ts';

/** A schema with states of it; each state may be spoilt in one place. */
const given = fc
  .letrec<{ field: Field }>((tie) => ({
    field: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constant(bool()),
      fc.constant(oneOf('a', 'b', 'c')),
      fc.constant(int(-3, 12)),
      fc.constant(int(5, 5)),
      fc.constant(record({})),
      tie('field').map((of) => array(3, of)),
      fc.tuple(tie('field'), tie('field')).map(([x, y]) => record({ x, y })),
      fc.constantFrom<Field>(set(int(0, 3)), optional(int(0, 3)), queue(int(0, 3), 2)),
    ),
  }))
  .field.map((of) => record({ of, last: int(0, 1) }));

const good = fc.constantFrom<unknown>(true, false, 'a', 'c', -3, 0, 5, 12);
const bad = fc.constantFrom<unknown>(13, -4, 0.5, NaN, -0, '0', 'd', null, undefined, [], {}, [1, 2, 3]);

/** What stands in a state of a field: mostly what fits, now and then anything. */
function stateOf(
  field: Field,
  next: (values: fc.Arbitrary<unknown>) => unknown,
  spoils: () => boolean,
): unknown {
  if (spoils()) return next(bad);
  if (field.kind === 'array')
    return Array.from({ length: field.length }, () => stateOf(field.of, next, spoils));
  if (field.kind === 'record')
    return Object.fromEntries([
      ...Object.entries(field.fields).map(([name, of]) => [name, stateOf(of, next, spoils)] as const),
      ...(spoils() ? [['extra', 1] as const] : []),
    ]);
  if (field.kind === 'bool') return next(fc.boolean());
  if (field.kind === 'enum') return next(fc.constantFrom(...field.values));
  return next(fc.oneof(fc.integer({ min: field.min, max: field.max }), good));
}

function outcome(pack: (words: Int32Array) => void, words: number): string {
  const packed = new Int32Array(words).fill(-1);
  try {
    pack(packed);
    return packed.join();
  } catch (thrown) {
    return (thrown as Error).message;
  }
}

test('it packs and refuses what the slow one does', () => {
  let [packed, refused] = [0, 0];
  fc.assert(
    fc.property(given, fc.gen(), fc.integer({ min: 2, max: 40 }), (schema: RecordField, gen, rarely) => {
      const layout = layoutOf(schema);
      const spoils = (): boolean => gen(fc.nat, { max: 99 }) % rarely === 1;
      const state = stateOf(schema, (values) => gen(() => values), spoils);
      const expected = outcome((words) => {
        encode(layout, state, words);
      }, layout.words);
      const fast = encoderOf(layout);
      expect(
        outcome((words) => {
          fast(state, words);
        }, layout.words),
      ).toBe(expected);
      if (/^[-\d,]+$/.test(expected)) packed++;
      else refused++;
    }),
    { numRuns: 400, seed: Number(process.env['FUZZ_SEED'] ?? 20261201) },
  );
  expect(Math.min(packed, refused)).toBeGreaterThan(40);
});

test('a state may inherit fields, and have others that are not enumerable', () => {
  const layout = layoutOf(record({ x: int(0, 7) }));
  const states = [
    Object.create({ x: 3 }) as object,
    Object.create({ x: 3, more: 1 }) as object,
    Object.defineProperty({ x: 4 }, 'hidden', { value: 1 }),
    Object.assign(Object.create({ x: 2 }) as object, { extra: 1 }),
  ];
  for (const state of states) {
    const expected = outcome((words) => {
      encode(layout, state, words);
    }, 1);
    expect(
      outcome((words) => {
        encoderOf(layout)(state, words);
      }, 1),
    ).toBe(expected);
  }
});
