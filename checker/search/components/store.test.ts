import fc from 'fast-check';
import { expect, test } from 'vitest';
import { over, int, record } from '../../index.ts';
import { programOf } from '../../language/program.ts';
import { layoutOf } from '../../state/layout.ts';
import { viewsOf } from '../../state/views.ts';
import { engineOf } from '../engine.ts';
import { chooseParts } from './choose.ts';
import { packingOf } from './packing.ts';
import { Part } from './part.ts';
import { ComponentStore } from './store.ts';

const states = fc.integer({ min: 1, max: 4 }).chain((words) =>
  fc.tuple(
    fc.constant(words),
    fc.array(fc.array(fc.integer({ min: -4, max: 40 }), { minLength: words, maxLength: words }), {
      minLength: 1,
      maxLength: 80,
    }),
  ),
);

test('states come out as they went in, however often rows are packed anew', () => {
  fc.assert(
    fc.property(states, fc.array(fc.nat(3), { maxLength: 32 }), ([words, given], cuts) => {
      // Each bit of each word belongs to one of four parts.
      const parts = [0, 1, 2, 3].map((part) => {
        const masks = Array.from({ length: words }, (_, word) =>
          Array.from({ length: 32 }, (_, bit) =>
            (cuts[(bit + word * 7) % (cuts.length || 1)] ?? 0) === part ? 1 << bit : 0,
          ).reduce((mask, bit) => mask | bit, 0),
        );
        return {
          words: [...masks.keys()].filter((word) => masks[word] !== 0),
          masks: masks.filter((mask) => mask !== 0),
        };
      });
      const used = parts.filter((part) => part.words.length > 0);
      const store = new ComponentStore({
        words,
        instances: 1,
        parts: used,
        keepsParents: true,
        bytesMax: 2 ** 24,
      });
      expect(store.enlarge(given.length)).toBe(true);
      const flat = Int32Array.from(given.flat());
      store.put(0, flat, given.length);
      const back = new Int32Array(words);
      given.forEach((state, index) => {
        store.load(index, back);
        expect([...back]).toEqual(state);
      });
    }),
    { numRuns: 40 },
  );
});

test('numbers have places of their own in a row, each wide enough, and the row is as short as bytes allow', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 2 ** 20 }), { minLength: 1, maxLength: 9 }), (counts) => {
      const parts = counts.map((count) => {
        const part = new Part({ words: [0], masks: [-1] }, () => undefined);
        part.count = count;
        return part;
      });
      const { rowWords, tailBits, cell, shift, mask } = packingOf(parts);
      const taken = new Set<number>();
      counts.forEach((count, part) => {
        expect(mask[part]).toBeGreaterThanOrEqual(count - 1);
        for (let bit = 0; bit < 32 - Math.clz32(mask[part] ?? 0); bit++) {
          const at = (cell[part] ?? 0) * 32 + (shift[part] ?? 0) + bit;
          expect(at).toBeLessThan(rowWords * 32 + tailBits);
          expect(taken.has(at)).toBe(false);
          taken.add(at);
        }
      });
      const least = counts.reduce((sum, count) => sum + 32 - Math.clz32(count - 1), 0);
      if (counts.length === 1) expect(rowWords * 32 + tailBits).toBeLessThan(least + (least > 16 ? 16 : 8));
    }),
    { numRuns: 50 },
  );
});

test('parts have every bit of a state, once', () => {
  const layout = layoutOf(record({ a: int(0, 999_999), b: int(0, 999_999), c: int(0, 3) }));
  const { parts } = chooseParts(layout, {
    count: 1000,
    load: (index, into) => {
      into.set([index % 7, index]);
    },
  });
  const masks = new Int32Array(layout.words);
  for (const part of parts)
    part.words.forEach((word, k) => {
      expect((masks[word] ?? 0) & (part.masks[k] ?? 0)).toBe(0);
      masks[word] = (masks[word] ?? 0) | (part.masks[k] ?? 0);
    });
  expect([...masks]).toEqual(Array.from({ length: layout.words }, () => -1));
});

test('states with numbers beyond 2^28 are found and loaded', () => {
  const { system } = over(record({ x: int(0, 99), y: int(0, 99) }));
  const one = system({ name: 'far', initial: [{ x: 0, y: 0 }], actions: {}, properties: {} });
  const program = programOf(one);
  const views = viewsOf(one.state);
  const { words } = views.layout;
  const parts = [{ words: [0], masks: [-1] }];
  const store = new ComponentStore({ words, instances: 0, parts, keepsParents: true, bytesMax: 2 ** 30 });
  expect(store.enlarge(100)).toBe(true);
  // All values are known, so that rows are not packed anew.
  const known = Array.from({ length: 100 }, (_, x) => Array.from({ length: words }, () => x));
  store.put(0, Int32Array.from(known.flat()), known.length);
  // A store of 2^31 states, of whose segments one is there, in each place.
  const many = Math.ceil(2 ** 31 / 0.8 / 2 ** store.segmentBits) - 1;
  for (const column of [store.rows, store.tails, store.parents, store.actions, store.table])
    (column as unknown[]).push(...Array.from({ length: many - column.length }, () => column[0]));
  const engine = engineOf({ program, views, reduction: null }, store);
  for (const first of [2 ** 28 + 3, 2 ** 30 - 40, 2 ** 31 - 200]) {
    store.empty();
    engine.bind();
    engine.place(first, store.capacity, first);
    for (let x = 0; x < 90; x++) {
      views.next.fill(x + 1);
      engine.addRoot();
    }
    expect(engine.next()).toBe(first + 90);
    for (let x = 0; x < 90; x++) {
      views.next.fill(x + 1);
      expect(engine.indexOfNext()).toBe(first + x);
      engine.load(first + x);
      expect([...views.current]).toEqual(Array.from({ length: words }, () => x + 1));
    }
    views.next.fill(91);
    expect(engine.indexOfNext()).toBe(-1);
  }
});
