import { expect, test } from 'vitest';
import { mapKinds, programsOfRelease } from '../../model/index.ts';
import type { Instruction, Programs } from '../../model/index.ts';
import type { Change, Unknown } from '../closed/compare.ts';
import type { ReadTree } from '../facts.ts';
import type { ReadPrograms } from './read.ts';
import { unreadIn } from './unread.ts';

const kept = programsOfRelease('1.26')?.programs ?? expect.fail();
const fn = 'traceAdvance';
const { list } = kept.caller;
const stores = (place: string) => (one: Instruction) => one.op === 'store' && one.to.place === place;
const [first, second] = ['trace.shutdown', 'trace.gen'].map((place) => list.findIndex(stores(place)));
const swaps = new Map([
  [first, second],
  [second, first],
]);
/** The two stores in the other order. */
const swapped: Programs = mapKinds(kept, (program, kind) =>
  kind !== 'caller'
    ? program
    : {
        ...program,
        list: program.list.map((one, at) => {
          const other = program.list[swaps.get(at) ?? at] ?? one;
          return { ...other, line: one.line };
        }),
      },
);
const lines = [first, second].map((at) => list[at ?? -1]?.line ?? expect.fail());

interface Given {
  readonly name?: string;
  readonly file?: string;
  readonly programs?: Programs;
  readonly change?: Change | null;
  readonly readAt?: readonly number[];
  readonly text?: string;
}

/** What is said of a part, of which the programs and the tree have this. */
function unread(given: Given = {}, asked?: ReadPrograms): string | null {
  const { name = fn, file = 'trace.go', programs = swapped, text = 'func()' } = given;
  const change = given.change === undefined ? { come: [], gone: 0, between: lines } : given.change;
  const unknown: Unknown = { name, file, line: 1, digest: '1', difference: 'it differs', change };
  // Sound because nothing else of them is asked for.
  const tree = {
    comparison: { nearest: 'go1.26.11', unknown: [unknown] },
    shapes: { shapes: new Map([[name, { entries: [{ text }] }]]) },
  } as unknown as Pick<ReadTree, 'comparison' | 'shapes'>;
  const readAt = new Set((given.readAt ?? lines).map((line) => `trace.go:${line}`));
  const read = { programs, leftOutOf: [[fn, '']], readAt } as unknown as ReadPrograms;
  return unreadIn(tree, new Map([['core', read]]))(asked ?? read)?.name ?? null;
}

test('two stores in the other order are judged as they stand', () => {
  expect(lines).toHaveLength(2);
  expect(unread()).toBeNull();
});

test('a statement that is new is judged where the steps have it', () => {
  const come = (at: readonly number[], more = 1): Change => ({
    come: [{ lines: at, more }],
    gone: 0,
    between: lines,
  });
  expect(unread({ change: come(lines.slice(0, 1)) })).toBeNull();
  expect(unread({ change: come([99_999]) })).toBe(fn);
  // A copy of one that stands there already: which of the two is the new one does not matter.
  expect(unread({ change: come([99_999, ...lines.slice(0, 1)]) })).toBeNull();
  expect(unread({ change: come([99_999, ...lines.slice(0, 1)], 2) })).toBe(fn);
});

test('a statement that is gone is judged where the steps lack a line for it, and no other answers for it', () => {
  const gone = (count: number): Change => ({ come: [], gone: count, between: lines });
  expect(unread({ change: gone(2) })).toBeNull();
  expect(unread({ change: gone(3) })).toBe(fn);
});

test.each<[string, Given]>([
  ['a statement in between is no step', { readAt: lines.slice(1) }],
  ['the steps are those of the release', { programs: kept }],
  ['the steps do not have the function', { name: 'goschedImpl' }],
  ['the steps have a slice of it', { file: 'proc.go' }],
  ['a check or the function is gone', { change: null }],
  ['it is a type', { text: 'field gen atomic.Uintptr' }],
])('it is not judged where %s', (_, given) => {
  expect(unread(given)).toBe(given.name ?? fn);
});

test('a part whose steps lack the function is not judged by what another part has', () => {
  const other = { programs: kept, leftOutOf: [], readAt: new Set() } as unknown as ReadPrograms;
  expect(unread({}, other)).toBe(fn);
});
