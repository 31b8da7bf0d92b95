import { describe, expect, test } from 'vitest';
import { array, bool, int, oneOf, over, range, record } from '../index.ts';
import { induction } from './induction.ts';

/** Two numbers that grow by one together, up to 5, and a flag that nobody reads. */
const pair = record({ a: int(0, 5), b: int(0, 5), unread: bool() });
const grows = over(pair).system({
  name: 'pair',
  initial: [{ a: 0, b: 0, unread: false }],
  actions: {
    Grow: over(pair).action({
      guard: { below: (s) => s.a < 5 },
      effect: (next) => {
        next.a++;
        next.b++;
      },
    }),
  },
  properties: { NotTooFar: over(pair).always({ holds: (s) => s.b <= 5 && !(s.a === 0 && s.b === 3) }) },
});

describe('two numbers', () => {
  test('an invariant that says why is inductive; what is unread is not enumerated', async () => {
    const report = await induction(grows, { same: (s) => s.a === s.b });
    expect(report).toEqual({
      verdict: 'inductive',
      initial: [],
      steps: [],
      unsafe: [],
      states: 12,
      partialStates: 6,
      transitions: 10,
      complete: true,
    });
  });

  test('one that holds in every reachable state and is not inductive has a counterexample', async () => {
    const { verdict, steps } = await induction(grows, { notThree: (s) => s.a !== 3 || s.b === 3 });
    expect(verdict).toBe('not inductive');
    expect(steps).toEqual([
      {
        action: 'Grow',
        params: {},
        before: { a: 0, b: 5, unread: false },
        after: { a: 1, b: 5, unread: false },
        conjunct: '(schema)',
      },
      {
        action: 'Grow',
        params: {},
        before: { a: 2, b: 0, unread: false },
        after: { a: 3, b: 1, unread: false },
        conjunct: 'notThree',
      },
    ]);
  });

  test('one that does not imply the property names a state', async () => {
    const { verdict, unsafe } = await induction(grows, { inOrder: (s) => s.b - s.a <= 3 && s.b <= 5 });
    expect(verdict).toBe('not inductive');
    expect(unsafe).toEqual([{ property: 'NotTooFar', state: { a: 0, b: 3, unread: false }, step: null }]);
  });

  test('one that is false at first names the conjunct', async () => {
    const { verdict, initial, steps } = await induction(grows, {
      same: (s) => s.a === s.b,
      later: (s) => s.a > 0,
    });
    expect(verdict).toBe('not inductive');
    expect(initial).toEqual([{ state: { a: 0, b: 0, unread: false }, conjunct: 'later' }]);
    expect(steps).toEqual([]);
  });

  test('a property of steps is judged from every state of the invariant', async () => {
    const Together = over(pair).alwaysStep({ holds: (s, t) => t.b - s.b === t.a - s.a && t.a < 5 });
    const { verdict, unsafe } = await induction(
      { ...grows, properties: { Together } },
      { same: (s) => s.a === s.b },
    );
    expect(verdict).toBe('not inductive');
    const state = { a: 4, b: 4, unread: false };
    const step = { action: 'Grow', params: {}, after: { a: 5, b: 5, unread: false } };
    expect(unsafe).toEqual([{ property: 'Together', state, step }]);
  });

  test('first ends at the first failure', async () => {
    const report = await induction(
      grows,
      { notThree: (s) => s.a !== 3 || s.b === 3 },
      { first: true, properties: [] },
    );
    expect([report.steps.length, report.complete]).toEqual([1, false]);
  });

  test('an invariant that no state satisfies fails at first', async () => {
    const report = await induction(grows, { never: () => false });
    expect([report.verdict, report.states, report.initial.length]).toEqual(['not inductive', 0, 1]);
  });
});

/** Peterson's algorithm for two processes. */
const peterson = record({
  pc: array(2, oneOf('idle', 'flagged', 'waiting', 'critical')),
  flag: array(2, bool()),
  turn: int(0, 1),
});
const petersonSystem = (waits: boolean) => {
  const { action, always, system } = over(peterson);
  const params = { p: range(2) };
  return system({
    name: 'Peterson',
    initial: [{ pc: ['idle', 'idle'], flag: [false, false], turn: 0 }],
    actions: {
      Flag: action({
        params,
        guard: { idle: (s, { p }) => s.pc.at(p) === 'idle' },
        effect: (next, { p }) => {
          next.flag.set(p, true);
          next.pc.set(p, 'flagged');
        },
      }),
      Yield: action({
        params,
        guard: { flagged: (s, { p }) => s.pc.at(p) === 'flagged' },
        effect: (next, { p }) => {
          next.turn = 1 - p;
          next.pc.set(p, 'waiting');
        },
      }),
      Enter: action({
        params,
        guard: {
          waiting: (s, { p }) => s.pc.at(p) === 'waiting',
          free: (s, { p }) => !waits || !s.flag.at(1 - p) || s.turn === p,
        },
        effect: (next, { p }) => {
          next.pc.set(p, 'critical');
        },
      }),
      Leave: action({
        params,
        guard: { critical: (s, { p }) => s.pc.at(p) === 'critical' },
        effect: (next, { p }) => {
          next.flag.set(p, false);
          next.pc.set(p, 'idle');
        },
      }),
    },
    properties: {
      Exclusion: always({ holds: (s) => s.pc.count((pc) => pc === 'critical') < 2 }),
      Entered: over(peterson).sometimes({ reached: (s) => s.pc.includes('critical') }),
    },
  });
};
const flagsFollow = (s: {
  pc: { at(p: number): string };
  flag: { every(f: (up: boolean, p: number) => boolean): boolean };
}): boolean => s.flag.every((up, p) => up === (s.pc.at(p) !== 'idle'));

describe("Peterson's algorithm", () => {
  const exclusion = {
    exclusion: (s: { pc: { at(p: number): string } }): boolean =>
      s.pc.at(0) !== 'critical' || s.pc.at(1) !== 'critical',
  };
  const turns = {
    turnIsTheirs: (s: { pc: { at(p: number): string }; turn: number }): boolean =>
      [0, 1].every((p) => s.pc.at(p) !== 'critical' || s.pc.at(1 - p) !== 'waiting' || s.turn === p),
  };

  test('exclusion alone is not inductive', async () => {
    const { verdict, steps } = await induction(petersonSystem(true), exclusion);
    expect(verdict).toBe('not inductive');
    expect(steps.map(({ action, conjunct }) => [action, conjunct])).toEqual([['Enter', 'exclusion']]);
  });

  test('with the flags and the turn it is', async () => {
    const report = await induction(petersonSystem(true), { flagsFollow, ...exclusion, ...turns });
    expect([report.verdict, report.states, report.complete]).toEqual(['inductive', 28, true]);
  });

  test('each of the three is needed', async () => {
    for (const invariant of [
      { ...exclusion, ...turns },
      { flagsFollow, ...turns },
      { flagsFollow, ...exclusion },
    ])
      expect((await induction(petersonSystem(true), invariant)).verdict).toBe('not inductive');
  });

  test('an algorithm that does not wait has none', async () => {
    const { steps } = await induction(petersonSystem(false), { flagsFollow, ...exclusion, ...turns });
    expect(steps.map(({ action }) => action)).toContain('Enter');
  });

  test('only an `always` can be implied', async () => {
    await expect(induction(petersonSystem(true), exclusion, { properties: ['Entered'] })).rejects.toThrow(
      'Entered is sometimes; an invariant implies `always` and `alwaysStep` properties only',
    );
    // @ts-expect-error -- no such property
    await expect(induction(petersonSystem(true), exclusion, { properties: ['Exclsion'] })).rejects.toThrow(
      'Peterson has no property Exclsion; it has Exclusion, Entered',
    );
  });
});

test('a scalar of too many values is refused', async () => {
  const wide = record({ clock: int(0, 2 ** 20) });
  const system = over(wide).system({
    name: 'wide',
    initial: [{ clock: 0 }],
    actions: {
      Tick: over(wide).action({
        guard: {},
        effect: (next) => {
          next.clock++;
        },
      }),
    },
    properties: {},
  });
  await expect(induction(system, {})).rejects.toThrow(
    'clock has the values 0..1048576, too many to enumerate; narrow it',
  );
});

test('a conjunct that reads past an array is told, not taken for false', async () => {
  const list = record({ items: array(2, int(0, 2)) });
  const system = over(list).system({
    name: 'list',
    initial: [{ items: [0, 0] }],
    actions: {},
    properties: {},
  });
  await expect(induction(system, { past: (s) => s.items.at(s.items.at(0)) === 0 })).rejects.toThrow(
    'items[2] is outside its 2 elements',
  );
});
