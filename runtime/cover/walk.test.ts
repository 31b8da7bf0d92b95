import { expect, test } from 'vitest';
import { programsOfRelease, releasesWithPrograms, nextOf } from '../../model/index.ts';
import type { Instruction, ThreadProgram } from '../../model/index.ts';
import { marks } from './marks.ts';
import { Walk } from './walk.ts';

const at = (line: number) => ({ fn: 'f', line });
const jump = (line: number, to: number): Instruction => ({ ...at(line), op: 'jump', to });
const fork = (line: number, then: number, other: number): Instruction => ({
  ...at(line),
  op: 'branch',
  if: { lit: 1 },
  then,
  else: other,
});
const program = (list: readonly Instruction[]): ThreadProgram => ({ list, locals: {} });

const covered = (walk: Walk): readonly (readonly number[])[] => {
  const { surely, perhaps } = walk.covered();
  return [surely, perhaps].map((set) => [...set].sort((a, b) => a - b));
};

test('between two records, what lies on every way was run, and what lies on one of them perhaps', () => {
  // 0 → 1 → (2 or 3) → 4 → 0; records at 1 and 4.
  const diamond = program([jump(1, 1), fork(2, 2, 3), jump(3, 4), jump(4, 4), jump(5, 0)]);
  const walk = new Walk(
    diamond,
    new Map([
      ['a', [1]],
      ['b', [4]],
    ]),
  );
  const begun = walk.pass(walk.start, 'a');
  expect(covered(walk)).toEqual([
    [0, 1],
    [0, 1],
  ]);
  walk.pass(begun, 'b');
  expect(covered(walk)).toEqual([
    [0, 1, 4],
    [0, 1, 2, 3, 4],
  ]);
  expect(walk.jumps().size).toBe(0);
  // No way leads from the one record to the same again without the other.
  walk.pass(begun, 'a');
  expect(walk.jumps().size).toBe(0);
});

test('of two places with the same record, a later record tells which it was; until then only the lines of both were run', () => {
  // 0 forks to two copies of line 2, which go on at lines 3 and 4; the records of those differ.
  const copies = program([fork(1, 1, 2), jump(2, 3), jump(2, 4), jump(3, 0), jump(4, 0)]);
  const walk = new Walk(
    copies,
    new Map([
      ['both', [1, 2]],
      ['one', [3]],
      ['other', [4]],
    ]),
  );
  const after = walk.pass(walk.start, 'both');
  expect(after.places).toEqual([1, 2]);
  expect(covered(walk)).toEqual([
    [0, 1, 2],
    [0, 1, 2],
  ]);
  expect(walk.pass(after, 'one').places).toEqual([3]);
});

test('a record that no way leads to begins anew, and is counted', () => {
  const line = program([jump(1, 1), jump(2, 2), { ...at(3), op: 'end' }]);
  const walk = new Walk(
    line,
    new Map([
      ['a', [1]],
      ['b', [2]],
    ]),
  );
  const end = walk.pass(walk.pass(walk.start, 'a'), 'b');
  expect(walk.pass(end, 'a').places).toEqual([1]);
  expect(walk.jumps().size).toBe(0);
  walk.pass(walk.start, 'b');
  expect([...walk.jumps()]).toEqual([['b', 1]]);
});

/** Ways one by one: each place at most twice on one, which is enough to see each loop. */
function slowly({ list }: ThreadProgram, from: number, to: number, marked: ReadonlySet<number>) {
  const ways: (readonly number[])[] = [];
  const go = (index: number, way: readonly number[]): void => {
    if (way.filter((one) => one === index).length > 1 || list[index] === undefined) return;
    const next = [...way, index];
    if (index === to) ways.push(next);
    else if (!marked.has(index)) for (const one of nextOf(list[index], index)) go(one, next);
  };
  const first = list[from];
  if (first !== undefined) for (const one of nextOf(first, from)) go(one, []);
  const surely = list.flatMap((_, index) =>
    ways.length > 0 && ways.every((way) => way.includes(index)) ? [index] : [],
  );
  const perhaps = list.flatMap((_, index) => (ways.some((way) => way.includes(index)) ? [index] : []));
  return { surely, perhaps, isThere: ways.length > 0 };
}

test('ways that are followed at once are those that are followed one by one', () => {
  let state = 7;
  const draw = (below: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  let there = 0;
  for (let round = 0; round < 300; round++) {
    const size = 4 + draw(4);
    const list = Array.from({ length: size }, (_, line) =>
      draw(2) === 0 ? jump(line, draw(size)) : fork(line, draw(size), draw(size)),
    );
    const one = program(list);
    const [from, to] = [draw(size), draw(size)];
    if (from === to) continue;
    const walk = new Walk(
      one,
      new Map([
        ['from', [from]],
        ['to', [to]],
      ]),
    );
    const expected = slowly(one, from, to, new Set([from, to]));
    if (!expected.isThere) continue;
    there++;
    const begin = { places: [from], next: new Map() };
    const { next } = begin;
    walk.pass(begin, 'to');
    const between = [...next.values()].map((passed: { readonly between: unknown }) => passed.between);
    expect(between).toEqual([{ surely: new Set(expected.surely), perhaps: new Set(expected.perhaps) }]);
  }
  expect(there).toBeGreaterThan(80);
});

test('every record has its place in the steps of each release', () => {
  const releases = releasesWithPrograms().filter((name) => name !== '1.23');
  expect(releases.length).toBeGreaterThan(3);
  for (const name of releases) {
    const programs = programsOfRelease(name, 'threads')?.programs;
    for (const [kind, { thread, find }] of Object.entries(marks))
      for (const one of thread === 'own' ? (['own', 'growth'] as const) : [thread]) {
        const found = find(programs?.[one]?.list ?? []);
        const lines = new Set(found.map((index) => programs?.[one]?.list[index]?.line));
        expect([name, kind, lines.size]).toEqual([name, kind, 1]);
      }
  }
});
