/**
 * Random systems over one schema with sets, optional values and queues of several kinds: a tape of numbers chooses which
 * operations are actions, what guards them, and what is claimed. The default export is what worker threads import.
 */
import { array, bool, int, oneOf, optional, over, queue, range, record, set } from '../index.ts';
import type { Draft, System, View } from '../index.ts';

const state = record({
  x: int(0, 2),
  tags: set(oneOf('c', 'a', 'b')),
  who: set(int(1, 3)),
  owner: optional(int(-1, 1)),
  note: optional(record({ a: int(1, 2), b: array(2, bool()) })),
  q: queue(int(1, 3), 2),
  box: queue(record({ to: int(1, 3), k: oneOf('m', 'n') }), 2),
  many: array(2, set(int(0, 1))),
});
type State = typeof state;
type Test = (s: View<State>, v: number) => boolean;
interface Operation {
  readonly can?: Test;
  readonly run: (next: Draft<State>, v: number) => void;
}

const tag = (v: number): 'a' | 'b' | 'c' => (['a', 'b', 'c'] as const)[v % 3] ?? 'a';

const operations: readonly Operation[] = [
  {
    run: (n, v) => {
      n.tags.add(tag(v));
    },
  },
  {
    run: (n, v) => {
      n.tags.delete(tag(v));
    },
  },
  {
    can: (s) => s.tags.size > 1,
    run: (n) => {
      n.tags.clear();
    },
  },
  {
    run: (n, v) => {
      n.who.add(v + 1);
    },
  },
  {
    can: (s, v) => s.who.has(v + 1),
    run: (n, v) => {
      n.who.delete(v + 1);
    },
  },
  {
    can: (s) => s.owner.none,
    run: (n, v) => {
      n.owner.set(v - 1);
    },
  },
  {
    can: (s) => !s.owner.none,
    run: (n) => {
      n.x = n.owner.get() + 1;
      n.owner.clear();
    },
  },
  {
    can: (s) => s.note.none,
    run: (n, v) => {
      n.note.set({ a: 1 + (v % 2), b: [v > 1, v === 1] });
    },
  },
  {
    can: (s) => !s.note.none,
    run: (n) => {
      n.x = n.note.get().a;
      n.note.clear();
    },
  },
  {
    can: (s) => s.q.length < 2,
    run: (n, v) => {
      n.q.push(v + 1);
    },
  },
  {
    can: (s) => s.q.length > 0,
    run: (n) => {
      n.x = n.q.shift() - 1;
    },
  },
  {
    can: (s) => s.q.length === 2,
    run: (n) => {
      n.q.clear();
    },
  },
  {
    can: (s) => s.box.length < 2,
    run: (n, v) => {
      n.box.push({ to: v + 1, k: v === 1 ? 'n' : 'm' });
    },
  },
  {
    can: (s, v) => !s.box.isEmpty && s.box.peek().to === v + 1,
    run: (n) => {
      if (n.box.at(0).k === 'n') n.tags.add('b');
      n.box.shift();
    },
  },
  {
    can: (s) => s.box.length > 1,
    run: (n, v) => {
      n.box.at(1).to = v + 1;
    },
  },
  {
    run: (n, v) => {
      n.many.at(v % 2).add(v % 2);
    },
  },
  {
    can: (s) => s.many.at(0).has(0),
    run: (n) => {
      n.many.at(0).delete(0);
      n.many.at(1).add(0);
    },
  },
  {
    can: (s) => s.x < 2,
    run: (n) => {
      n.x++;
    },
  },
];

const tests: readonly Test[] = [
  () => true,
  () => true,
  (s) => s.x > 0,
  (s, v) => s.tags.has(tag(v)),
  (s) => s.tags.every((one) => one !== 'c'),
  (s, v) => s.who.some((one) => one > v),
  (s, v) => s.who.count((one) => one <= v) < 2,
  (s, v) => !s.owner.is(v - 1),
  (s) => s.note.none || s.note.get().b.at(0),
  (s, v) => !s.q.includes(v + 1),
  (s, v) => s.q.every((one, at) => one + at !== v + 1),
  (s) => s.q.count((one) => one > 1) < 2,
  (s) => s.box.some(({ to, k }) => to === 2 || k === 'n'),
  (s) => s.many.some((one) => one.size > 0),
  (s) => [...s.who].length + [...s.tags].length > 2,
];

export default function randomParts(tape: readonly number[]): System<State> {
  let at = 0;
  const choose = <T>(from: readonly T[], otherwise: T): T =>
    from[(tape[at++] ?? 0) % from.length] ?? otherwise;
  const none: Operation = { run: () => undefined };
  const { action, always, deadlockFree, sometimes, system } = over(state);
  const anything: Test = () => true;
  const count = choose([1, 2, 3, 3, 4], 2);
  const actions = range(count).map((number) => {
    const { can = anything, run } = choose(operations, none);
    const [test, more] = [choose(tests, anything), choose(tests, anything)];
    return [
      `A${String(number)}`,
      action({
        params: { v: range(3) },
        guard: {
          can: (s, { v }) => can(s, v),
          test: (s, { v }) => test(s, v),
          more: (s, { v }) => more(s, v),
        },
        effect: (next, { v }) => {
          run(next, v);
        },
      }),
    ] as const;
  });
  const [claim, when, situation] = [
    choose(tests, anything),
    choose(tests, anything),
    choose(tests, anything),
  ];
  const lists = choose<readonly (readonly [readonly number[], readonly ('a' | 'b' | 'c')[]])[]>(
    [
      [[[], []]],
      [
        [
          [1, 3],
          ['a', 'c'],
        ],
      ],
      [
        [[2], []],
        [[], ['b']],
      ],
    ],
    [],
  );
  return system({
    name: 'parts',
    initial: lists.map(([who, tags], number) => ({
      x: number,
      tags,
      who,
      owner: number === 0 ? [] : [0],
      note: number === 0 ? [{ a: 2, b: [true, false] }] : [],
      q: who.slice(0, 1),
      box: [],
      many: [[], [1]],
    })),
    actions: Object.fromEntries(actions),
    properties: {
      Each: always({
        params: { v: [0, 2] },
        when: (s, { v }) => when(s, v),
        holds: (s, { v }) => claim(s, v),
      }),
      Situation: sometimes({ reached: (s) => situation(s, 1) }),
      NoDeadlock: deadlockFree({ final: (s) => claim(s, 1) }),
    },
  });
}
