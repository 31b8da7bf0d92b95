import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { array, bool, explorer, int, oneOf, optional, over, queue, record, set } from '../index.ts';

const schema = record({
  n: int(0, 9),
  flag: bool(),
  phase: oneOf('idle', 'busy'),
  colour: oneOf('red', 'idle'),
  slots: array(2, record({ owner: int(-1, 3) })),
  members: set(oneOf('a', 'b')),
  maybe: optional(record({ x: int(0, 3) })),
  line: queue(int(0, 7), 3),
});
const { action, always, sometimes, system } = over(schema);
const initial = {
  n: 3,
  flag: true,
  phase: 'busy' as const,
  colour: 'red' as const,
  slots: [{ owner: -1 }, { owner: 2 }],
  members: ['b' as const],
  maybe: [] as const,
  line: [5, 6],
};
const parts = system({
  name: 'parts',
  initial: [initial],
  actions: {
    Fill: action({
      guard: { idle: (s) => s.phase === 'busy' },
      effect: (next) => {
        next.maybe.set({ x: 2 });
      },
    }),
    Never: action({ guard: { no: () => false }, effect: () => undefined }),
  },
  properties: {
    Small: always({ holds: (s) => s.n < 5 }),
    Big: always({ holds: (s) => s.n > 5 }),
    Vacuous: always({ when: (s) => s.n === 0, holds: () => false }),
    Red: sometimes({ reached: (s) => s.colour === 'red' }),
  },
});
const valueOf = (text: string): unknown => {
  const of = explorer(parts);
  return of.evaluate(of.initial(), text).values[0];
};

describe('an expression', () => {
  it.each([
    ['n == 3', true],
    ['n + 1', 4],
    ['n - 1 - 1', 1],
    ['-n', -3],
    ['n + 1 == 4 && flag', true],
    ['!flag || n < 3', false],
    ['true || false && false', true],
    ['phase == busy', true],
    ['busy == phase', true],
    ['phase != "idle"', true],
    ["colour == 'idle'", false],
    ['slots[1].owner >= 2', true],
    ['slots[0].owner == -1', true],
    ['members[b] && !members[a]', true],
    ['maybe.some', false],
    // There is no value, so that no comparison with it is true.
    ['maybe.value.x == 0', false],
    ['maybe.value.x != 0', false],
    ['maybe.value.x', undefined],
    ['line.length', 2],
    ['line.items[1] == 6', true],
    ['line.items[2] == 0', false],
    ['Fill', true],
    ['Never', false],
    ['Small && !Big && Vacuous', true],
    ['Red', true],
    ['((n))', 3],
  ])('%s is %s', (text, value) => {
    expect(valueOf(text)).toBe(value);
  });

  it.each([
    ['', 'it is empty'],
    ['n ==', 'after "n ==": something is missing'],
    ['n == == 2', '"==" is no value'],
    ['(n', 'a ) is missing'],
    ['n 2', '"2" cannot follow'],
    ['n && flag', 'true or false is needed, and this is a number'],
    ['flag < 2', 'a number is needed, and this is true or false'],
    ['flag == n', 'true or false cannot be compared with a number'],
    ['phase == colour', 'one of idle, busy cannot be compared with one of red, idle'],
    ['phase == red', 'red is none of idle, busy'],
    ['busy', 'busy is a name; compare it with a field that has it'],
    ['busy == red', 'compare it with a field that has it'],
    ['slots', 'slots has parts; name one, such as slots[0].owner'],
    ['slots[2].owner == 1', 'there is no field, action or property slots[2].owner'],
    ['n @ 2', '@ is no part of an expression'],
    ['__proto__', 'there is no field, action or property __proto__'],
    ['n == 3 <script>', 'no field, action or property script'],
  ])('%s is refused', (text, reason) => {
    expect(() => valueOf(text)).toThrow(reason);
  });

  it('reads every field as the state has it', () => {
    const of = explorer(parts);
    const at = of.take(of.initial(), 0);
    const values = of.values(at);
    of.fields.forEach(({ path }, index) => {
      const { values: along } = of.evaluate(at, path);
      const isUsed = !['line.items[2]'].includes(path);
      expect([path, along.at(-1)]).toEqual([path, isUsed ? values[index] : undefined]);
    });
  });

  it('means what JavaScript means', () => {
    const number = fc.constantFrom('n', 'slots[1].owner', '2', '7');
    const claim = fc.letrec<{ claim: string }>((tie) => ({
      claim: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constantFrom('flag', 'true', 'members[a]'),
        fc
          .tuple(number, fc.constantFrom('==', '!=', '<', '<=', '>', '>='), number)
          .map(([a, op, b]) => `${a} ${op} ${b}`),
        fc
          .tuple(tie('claim'), fc.constantFrom('&&', '||'), tie('claim'))
          .map(([a, op, b]) => `(${a}) ${op} ${b}`),
        tie('claim').map((a) => `!(${a})`),
      ),
    })).claim;
    fc.assert(
      fc.property(claim, (text) => {
        const script = text
          .replaceAll('members[a]', 'false')
          .replaceAll('slots[1].owner', '2')
          .replaceAll(/\bn\b/g, '3')
          .replaceAll('flag', 'true');
        expect(valueOf(text)).toBe(runInNewContext(script));
      }),
    );
  });
});
