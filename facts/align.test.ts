import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { differingRows } from './align.ts';

/** The length of a longest common sequence, by trying. */
function longest(a: readonly string[], b: readonly string[]): number {
  const [x, ...restA] = a;
  const [y, ...restB] = b;
  if (x === undefined || y === undefined) return 0;
  return x === y ? 1 + longest(restA, restB) : Math.max(longest(restA, b), longest(a, restB));
}

const words = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 7 });

test('as little as possible differs, each side in its order, and what is left over is the same', () => {
  fc.assert(
    fc.property(words, words, (before, after) => {
      const items = (list: readonly string[]) => list.map((word, at) => ({ word, at }));
      const rows = differingRows(items(before), items(after), ({ word }) => word);
      const [gone, come] = [rows.flatMap(({ old }) => old ?? []), rows.flatMap((row) => row.new ?? [])];
      for (const side of [gone, come]) expect(side).toEqual(side.toSorted((a, b) => a.at - b.at));
      const rest = (list: readonly string[], some: readonly { at: number }[]) =>
        list.filter((_, index) => !some.some(({ at }) => at === index));
      expect(rest(before, gone)).toEqual(rest(after, come));
      expect(before.length - gone.length).toBe(longest(before, after));
    }),
  );
});

test('what stands in place of something stands in its row', () => {
  expect(differingRows(['a', 'b', 'c', 'd'], ['a', 'x', 'y', 'c'], (word) => word)).toEqual([
    { old: 'b', new: 'x' },
    { old: null, new: 'y' },
    { old: 'd', new: null },
  ]);
});
