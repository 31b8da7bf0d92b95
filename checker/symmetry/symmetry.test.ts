import { describe, expect, test } from 'vitest';
import bakery from '../../examples/bakery.ts';
import diningPhilosophers from '../../examples/dining-philosophers.ts';
import mutex from '../../examples/mutex.ts';
import peterson from '../../examples/peterson.ts';
import readersWriters from '../../examples/readers-writers.ts';
import twoPhaseCommit from '../../examples/two-phase-commit.ts';
import { check } from '../check/check.ts';
import { array, bool, int, oneOf, record } from '../language/schema.ts';
import type { SymmetricSet, System } from '../language/system.ts';
import { over, range } from '../language/over.ts';
import { orbitCount, reachedBy } from '../testing/naive-symmetry.ts';

const withSymmetry = (system: System, symmetry: Readonly<Record<string, SymmetricSet>>): System => ({
  ...system,
  symmetry,
});

describe('two-phase commit', () => {
  // One representative for each multiset of what a resource manager, its message and the manager's note of it can be.
  test.each([
    [3, 80, 288],
    [5, 314, 8832],
    [7, 920, 296_448],
  ])('with %d resource managers has %d orbits of its %d states', async (n, orbits, states) => {
    const system = twoPhaseCommit({ n });
    const report = await check(system, { symmetry: true });
    expect(report).toMatchObject({ verdict: 'holds', distinct: orbits, left: 0 });
    expect(report.symmetry).toEqual({ sets: [{ name: 'rm', size: n }], states });
    if (n < 5) expect(orbitCount(system, reachedBy(system))).toBe(orbits);
  });

  test('broken, it has the same counterexample as without symmetry', async () => {
    const system = twoPhaseCommit({ n: 4, broken: true });
    const [reduced, whole] = [await check(system, { symmetry: true }), await check(system)];
    expect(reduced.violations).toEqual(whole.violations);
  });
});

test('readers and writers are two sets, exchanged independently', async () => {
  const system = readersWriters({ readers: 3, writers: 2 });
  const report = await check(system, { symmetry: true });
  const states = reachedBy(system);
  expect(report.symmetry).toEqual({
    sets: [
      { name: 'reader', size: 3 },
      { name: 'writer', size: 2 },
    ],
    states: states.size,
  });
  expect(report.distinct).toBe(orbitCount(system, states));
});

describe('what is not symmetric is rejected, with the states and the action that show it', () => {
  const philosophers = diningPhilosophers({ n: 3 });
  const p = { members: range(3), params: ['p'] };
  test.each<readonly [string, System, SymmetricSet, RegExp]>([
    [
      'philosophers round a table',
      philosophers,
      { ...p, arrays: ['pc', 'taken'] },
      /^not symmetric: exchanging 0 and 1 of p keeps the state \{.*\}; after TakeFirst\(p=2\), compared with TakeFirst\(p=2\), taken\[0\] is true and not false, taken\[1\] is false and not true$/,
    ],
    ['philosophers without their forks', philosophers, { ...p, arrays: ['pc'] }, /^not symmetric: /],
    [
      'the bakery, where the lower number goes first',
      bakery({ n: 2 }),
      { members: range(2), arrays: ['procs'], references: ['procs[].other'], params: ['p'] },
      /^not symmetric: .* makes of the initial state .* which is no initial state$/,
    ],
    [
      'the bakery, its scan not declared',
      bakery({ n: 2 }),
      { members: range(2), arrays: ['procs'], params: ['p'] },
      /^not symmetric: /,
    ],
    [
      'Peterson, whose turn begins with one of the two',
      peterson(),
      { members: range(2), arrays: ['flag', 'pc'], references: ['turn'], params: ['p'] },
      /^not symmetric: exchanging 0 and 1 of p makes of the initial state .* no initial state$/,
    ],
  ])('%s', async (_, system, set, message) => {
    await expect(check(withSymmetry(system, { p: set }), { symmetry: true })).rejects.toThrow(message);
  });

  const state = record({ on: array(3, bool()), last: int(0, 3) });
  const { action, always, alwaysStep, deadlockFree, system } = over(state);
  const switches = (change: Partial<System<typeof state>>): System<typeof state> =>
    system({
      name: 'switches',
      initial: [{ on: [false, false, false], last: 0 }],
      symmetry: {
        s: {
          members: range(3),
          arrays: ['on'],
          references: [{ path: 'last', offset: 1 }],
          params: ['s'],
        },
      },
      actions: {
        On: action({
          params: { s: range(3) },
          guard: { off: (at, { s }) => !at.on.at(s) },
          effect: (next, { s }) => {
            next.on.set(s, true);
            next.last = s + 1;
          },
        }),
      },
      properties: {},
      ...change,
    });

  test('the switches themselves are symmetric', async () => {
    const report = await check(switches({}), { symmetry: true });
    // 1 off, then sets of 1, 2 and 3 that are on with a last one: 1 + 3 + 3 * 2 + 3 states.
    expect([report.distinct, report.symmetry?.states]).toEqual([4, 13]);
  });

  // An error in one state of many, which neither a representative nor a neighbour of one has.
  test('a single state of an orbit that is treated in another way is found, wherever it is in its orbit', async () => {
    for (const odd of ['true,false,true 3', 'true,true,false 1', 'false,true,true 2', 'true,false,true 1']) {
      const only = (at: { on: { at(index: number): boolean }; last: number }): boolean =>
        `${range(3)
          .map((s) => at.on.at(s))
          .join()} ${String(at.last)}` === odd;
      const changed = switches({
        properties: { NotOdd: always({ holds: (at) => !only(at) }) },
      });
      await expect(check(changed, { symmetry: true, continue: true })).rejects.toThrow(
        /property NotOdd is (true|false) in the first and (true|false) in the second$/,
      );
    }
  });

  test('an action that one member alone takes, in a state that all exchanges keep', async () => {
    const Off = action({
      params: { s: range(3) },
      guard: { all: (at, { s }) => s === 0 && at.on.every((on) => on) },
      effect: (next) => {
        next.last = 0;
      },
    });
    const { actions } = switches({});
    await expect(check(switches({ actions: { ...actions, Off } }), { symmetry: true })).rejects.toThrow(
      /Off\(s=\d\) is enabled.* Off\(s=\d\) is stopped by all/,
    );
    const Stop = action({
      params: { s: range(3) },
      guard: { none: (at, { s }) => s === 0 && !at.on.includes(true) && at.last === 0 },
      effect: (next) => {
        next.last = 1;
      },
    });
    await expect(check(switches({ actions: { Stop } }), { symmetry: true })).rejects.toThrow(
      /exchanging 0 and 1 of s keeps the state \{.*\}; Stop\(s=0\) is enabled and Stop\(s=1\) is stopped by none$/,
    );
  });

  test('an effect that does something else for one member', async () => {
    const On = action({
      params: { s: range(3) },
      guard: { off: (at, { s }) => !at.on.at(s) },
      effect: (next, { s }) => {
        next.on.set(s, true);
        next.last = s === 2 ? 0 : s + 1;
      },
    });
    await expect(check(switches({ actions: { On } }), { symmetry: true })).rejects.toThrow(
      /after On\(s=2\), compared with On\(s=1\), last is 0 and not 3$/,
    );
  });

  test('a step property that names a member, and a final state', async () => {
    const named = alwaysStep({ holds: (_, next, { params }) => params['s'] !== 2 || next.last !== 0 });
    const same = await check(switches({ properties: { Named: named } }), { symmetry: true });
    expect(same.verdict).toBe('holds');
    const Two = alwaysStep({ holds: (before, _, { params }) => params['s'] !== 2 || before.last !== 1 });
    await expect(check(switches({ properties: { Two } }), { symmetry: true })).rejects.toThrow(
      /a property answers differently of On\(s=\d\)/,
    );
    const Done = deadlockFree({ final: (at) => at.last !== 1 });
    await expect(check(switches({ properties: { Done } }), { symmetry: true })).rejects.toThrow(
      /property Done is/,
    );
  });
});

describe('a declaration that the system does not fit is refused', () => {
  const system = twoPhaseCommit({ n: 3 });
  const rm = { members: range(3), arrays: ['rmState', 'tmPrepared', 'msgs.prepared'], params: ['rm'] };
  test.each<readonly [string, Readonly<Record<string, SymmetricSet>>, string]>([
    ['none', {}, 'no symmetry is declared; name the interchangeable members in `symmetry`'],
    ['an unknown array', { rm: { ...rm, arrays: ['rms'] } }, 'the schema has no array rms'],
    [
      'a member twice',
      { rm: { ...rm, members: [0, 1, 1] } },
      'its members 0, 1, 1 are not different indices',
    ],
    ['no members', { rm: { ...rm, members: [] } }, 'its members  are not different indices'],
    ['a member outside', { rm: { ...rm, members: range(4) } }, 'member 3 is no index of rmState'],
    ['a reference that is no int', { rm: { ...rm, references: ['tmState'] } }, 'no int field tmState'],
    ['an unknown parameter', { rm: { ...rm, params: ['rn'] } }, 'no action has a parameter rn'],
    [
      'sets that overlap',
      { rm, also: { members: [2], arrays: ['rmState'] } },
      'index 2 of rmState is a member of another set, too',
    ],
  ])('%s', async (_, symmetry, message) => {
    await expect(check(withSymmetry(system, symmetry), { symmetry: true })).rejects.toThrow(message);
  });

  const parts = record({ pc: array(2, bool()), mode: oneOf('a', 'b'), at: int(0, 1), to: int(0, 1) });
  test.each<readonly [string, SymmetricSet['references'], string]>([
    [
      'no such field',
      [{ path: 'at', where: { path: 'mod', is: 'a' } }],
      'no field mod that all members share',
    ],
    [
      'a field of each',
      [{ path: 'at', where: { path: 'pc[0]', is: true } }],
      'no field pc[0] that all members',
    ],
    ['a value outside', [{ path: 'at', where: { path: 'mode', is: 'c' } }], 'mode is never c'],
    ['a reference', ['to', { path: 'at', where: { path: 'to', is: 1 } }], 'to is a reference itself'],
  ])('a condition on %s', async (_, references, message) => {
    const { action, system: make } = over(parts);
    const made = make({
      name: 'parts',
      initial: [{ pc: [false, false], mode: 'a', at: 0, to: 0 }],
      symmetry: { one: { members: range(2), arrays: ['pc'], ...(references && { references }) } },
      actions: { None: action({ guard: { never: () => false }, effect: () => undefined }) },
      properties: {},
    });
    await expect(check(made, { symmetry: true })).rejects.toThrow(message);
  });

  test('a reference that cannot have every value, and a parameter that ranges over some members', async () => {
    const set = { members: range(2), arrays: ['flag', 'pc'], params: ['p'] };
    const turn = { ...set, references: [{ path: 'turn', offset: 1 }] };
    await expect(check(withSymmetry(peterson(), { p: turn }), { symmetry: true })).rejects.toThrow(
      'turn cannot be 2, which would be member 1',
    );
    const state = record({ on: array(2, bool()) });
    const { action, system: make } = over(state);
    const half = make({
      name: 'half',
      initial: [{ on: [false, false] }],
      symmetry: { s: { members: range(2), arrays: ['on'], params: ['s'] } },
      actions: {
        On: action({
          params: { s: [0] },
          guard: {},
          effect: (next, { s }) => {
            next.on.set(s, true);
          },
        }),
      },
      properties: {},
    });
    await expect(check(half, { symmetry: true })).rejects.toThrow(
      'parameter s of On ranges over some of its members and not over all',
    );
  });

  test('without being asked for, a declaration changes nothing', async () => {
    const report = await check(withSymmetry(mutex, { p: { members: range(9), arrays: ['pc'] } }));
    expect([report.distinct, report.symmetry]).toEqual([8, null]);
  });
});

test('a search that checks large orbits is stopped by its time limit, though it has few representatives', async () => {
  // 2,232 orbits of 10,340,352 states: no machine asks them in that time.
  const report = await check(twoPhaseCommit({ n: 9 }), { symmetry: true, timeMaxMs: 200 });
  expect(report).toMatchObject({ verdict: 'exhausted', limit: 'time' });
  expect(report.distinct).toBeLessThan(2232);
});

describe('claims about runs, as a loop of representatives need not be one of states', () => {
  const system = twoPhaseCommit({ n: 3 });
  const { eventually } = over(system.state);
  // True of no run, so that whoever says that it holds is wrong.
  const Ends = eventually({ reached: () => false });
  const live: System<(typeof system)['state']> = { ...system, properties: { Ends, ...system.properties } };
  const kept = Object.keys(system.properties);

  test('are left out by symmetry, and the verdict is not that all that was chosen holds', async () => {
    const report = await check(live, { symmetry: true });
    expect(report).toMatchObject({ verdict: 'exhausted', limit: 'symmetry', left: 0, leftOut: ['Ends'] });
    expect(report.properties.map(({ property, verdict }) => [property, verdict])).toEqual(
      kept.map((name) => [name, 'holds']),
    );
  });

  test('are left out where safety asks for it, with symmetry and without', async () => {
    for (const symmetry of [true, false]) {
      const report = await check(live, { symmetry, safety: true });
      expect(report).toMatchObject({ verdict: 'holds', limit: null, leftOut: ['Ends'], liveness: null });
      expect(report.properties.map(({ property }) => property)).toEqual(kept);
    }
    expect((await check(live)).violations).toMatchObject([{ property: 'Ends' }]);
  });

  test('do not hide a violation, and a choice without them leaves nothing out', async () => {
    const broken = {
      ...live,
      properties: { Ends, Never: over(system.state).always({ holds: () => false }) },
    };
    expect(await check(broken, { symmetry: true })).toMatchObject({ verdict: 'violated', leftOut: ['Ends'] });
    const chosen = await check(live, { symmetry: true, properties: ['Consistent'] });
    expect(chosen).toMatchObject({ verdict: 'holds', limit: null, leftOut: [] });
  });

  test('alone are refused, for nothing would be judged', async () => {
    const only = { properties: ['Ends'] };
    await expect(check(live, { ...only, symmetry: true })).rejects.toThrow(
      'Ends: only claims about runs are chosen, and a search with symmetry does not judge them',
    );
    await expect(check(live, { ...only, safety: true })).rejects.toThrow('`safety` leaves them out');
  });
});
