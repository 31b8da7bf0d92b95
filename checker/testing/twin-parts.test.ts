import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decode, encode } from '../state/codec.ts';
import { array, bool, int, oneOf, optional, over, queue, record, set } from '../index.ts';
import type { Draft, Plain } from '../index.ts';
import { viewsOf } from '../state/views.ts';
import { live, naiveCheck } from './naive.ts';

const state = record({
  tags: set(oneOf('c', 'a', 'b')),
  ids: set(int(3, 5)),
  owner: optional(int(-1, 1)),
  note: optional(record({ a: int(0, 2), b: array(2, bool()) })),
  q: queue(int(0, 2), 2),
  box: queue(record({ a: int(0, 2), b: array(2, bool()) }), 2),
  rows: array(2, record({ of: set(int(0, 2)), x: int(0, 2) })),
});
type Both = Draft<typeof state>;
const empty: Plain<typeof state> = {
  tags: [],
  ids: [],
  owner: [],
  note: [],
  q: [],
  box: [],
  rows: [
    { of: [], x: 0 },
    { of: [1], x: 2 },
  ],
};
const letter = (v: number): 'a' | 'b' | 'c' => (['a', 'b', 'c'] as const)[v % 3] ?? 'a';
const entry = (v: number) => ({ a: v % 3, b: [v > 1, v === 0] });

type Call = (s: Both, v: number) => unknown;
/** Every member of every part: what changes, and what is answered. */
const calls: Readonly<Record<string, readonly Call[]>> = {
  'set: add': [
    (s, v) => s.tags.add(letter(v)),
    (s, v) => s.ids.add(2 + v),
    (s, v) => s.rows.at(v % 2).of.add(v),
  ],
  'set: delete': [(s, v) => s.tags.delete(letter(v)), (s, v) => s.rows.at(v % 2).of.delete(v)],
  'set: clear': [(s) => s.ids.clear(), (s) => s.rows.at(1).of.clear()],
  'set: has': [(s, v) => s.tags.has(letter(v)), (s, v) => s.ids.has(2 + v)],
  'set: size': [(s) => s.tags.size, (s) => s.ids.size, (s) => s.rows.at(1).of.size],
  'set: some': [(s, v) => s.ids.some((one) => one > v + 2)],
  'set: every': [(s, v) => s.ids.every((one) => one > v + 2)],
  'set: count': [(s, v) => s.tags.count((one) => one !== letter(v))],
  'set: members': [(s) => [...s.tags].join(), (s) => [...s.ids].join()],
  'optional: set': [(s, v) => s.owner.set((v % 3) - 1), (s, v) => s.note.set(entry(v))],
  'optional: clear': [(s) => s.owner.clear(), (s) => s.note.clear()],
  'optional: none': [(s) => s.owner.none, (s) => s.note.none],
  'optional: is': [(s, v) => s.owner.is(v - 1)],
  'optional: get': [(s) => s.owner.get(), (s) => s.note.get().b.includes(true), (s) => s.note.get().a],
  'optional: a value is changed': [
    (s, v) => s.note.get().b.set(v % 2, v > 0),
    (s, v) => (s.note.get().a = v % 3),
  ],
  'queue: push': [
    (s, v) => {
      s.q.push(v % 3);
    },
    (s, v) => {
      s.box.push(entry(v));
    },
  ],
  'queue: shift': [(s) => s.q.shift(), (s) => s.box.shift()],
  'queue: clear': [(s) => s.q.clear(), (s) => s.box.clear()],
  'queue: length': [(s) => s.q.length, (s) => s.box.length],
  'queue: isEmpty': [(s) => s.q.isEmpty, (s) => s.box.isEmpty],
  'queue: isFull': [(s) => s.q.isFull, (s) => s.box.isFull],
  'queue: at': [(s, v) => s.q.at(v - 1), (s, v) => s.box.at(v).a],
  'queue: peek': [(s) => s.q.peek(), (s) => s.box.peek().b.at(1)],
  'queue: includes': [(s, v) => s.q.includes(v)],
  'queue: some': [(s) => s.q.some((one, at) => one === at), (s, v) => s.box.some(({ a }) => a === v)],
  'queue: every': [(s, v) => s.q.every((one) => one === v), (s) => s.box.every(({ a }, at) => a > at)],
  'queue: count': [(s, v) => s.q.count((one) => one !== v), (s) => s.box.count(({ b }) => b.at(0))],
  'queue: an element is changed': [
    (s, v) => (s.box.at(v % 2).a = v % 3),
    (s, v) => s.box.peek().b.set(0, v > 1),
  ],
  'array: an element is changed': [(s, v) => (s.rows.at(v % 2).x = v % 3)],
  'array: some': [(s, v) => s.rows.some(({ x }) => x === v)],
  'array: every': [(s) => s.rows.every(({ of }) => of.has(1))],
  'array: count': [(s) => s.rows.count(({ x }, at) => x > at)],
};

const REFUSED = 'refused';
const tried = (call: Call, on: Both, v: number): unknown => {
  try {
    return call(on, v);
  } catch {
    return REFUSED;
  }
};

describe('the parts of the slow twin', () => {
  test('answer, change and refuse as those of a search, member by member', () => {
    const met = new Map<string, Set<string>>();
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...Object.keys(calls)), fc.nat(2), fc.nat(3)), {
          minLength: 60,
          maxLength: 60,
        }),
        (steps) => {
          const { layout, next, nextDraft } = viewsOf(state);
          encode(layout, empty, next);
          let twin = live(state, empty);
          for (const [name, which, v] of steps) {
            const of = calls[name] ?? [];
            const call = of[which % of.length] ?? (() => undefined);
            const [packed, plain] = [tried(call, nextDraft, v), tried(call, twin, v)];
            expect(plain, `${name} ${String(v)}`).toBe(packed);
            met.set(name, (met.get(name) ?? new Set()).add(packed === REFUSED ? 'refused' : 'answered'));
            // What was done before a call was refused may differ, and is the end of a search.
            if (packed === REFUSED) twin = live(state, decode(layout, next) as typeof empty);
            expect(JSON.stringify(twin), name).toBe(JSON.stringify(decode(layout, next)));
          }
        },
      ),
      { seed: 5, numRuns: 100 },
    );
    expect([...met.keys()].sort()).toEqual(Object.keys(calls).sort());
    for (const name of ['set: add', 'optional: get', 'queue: push', 'queue: shift', 'queue: at'])
      expect([...(met.get(name) ?? [])].sort(), name).toEqual(['answered', 'refused']);
  });

  test('bound a space that a full queue alone bounds', () => {
    const { action, system } = over(record({ q: queue(bool(), 3) }));
    const fill = action({
      params: { v: [false, true] },
      guard: { room: (s) => !s.q.isFull },
      effect: (s, { v }) => {
        s.q.push(v);
      },
    });
    const filling = system({ name: 'filling', initial: [{ q: [] }], actions: { fill }, properties: {} });
    expect(naiveCheck(filling).distinct).toBe(15);
    const unguarded = { ...filling, actions: { fill: { ...fill, guard: [] } } };
    expect(() => naiveCheck(unguarded)).toThrow('it is full');
  });
});
