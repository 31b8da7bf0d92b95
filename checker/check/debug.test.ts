import { describe, expect, test } from 'vitest';
import { check } from './check.ts';
import { array, bool, int, oneOf, over, range, record } from '../index.ts';
import type { ActionSpec, Draft, Property, View } from '../index.ts';

const state = record({
  lock: bool(),
  gen: int(0, 3),
  m: array(2, record({ pc: oneOf('idle', 'busy'), n: int(-1, 1) })),
  seq: array(3, int(0, 1)),
});
type S = typeof state;
const { action, always, alwaysStep, deadlockFree, sometimes, system } = over(state);
/** A view that is written all the same, as a slip of JavaScript would. */
const written = (view: View<S>): Draft<S> => view as unknown as Draft<S>;

/** A system with one action of a parameter p = 0, 1, which is enabled where p = 1. */
const withAction = (
  spec: Partial<ActionSpec<S, { p: number }>>,
  properties: Record<string, Property<S>> = {},
) =>
  system({
    name: 'faulty',
    initial: [
      {
        lock: false,
        gen: 0,
        m: [
          { pc: 'idle', n: 0 },
          { pc: 'idle', n: 0 },
        ],
        seq: [0, 0, 0],
      },
    ],
    actions: {
      Enter: action({
        params: { p: range(2) },
        guard: { chosen: (_, { p }) => p === 1 },
        effect: (s) => {
          s.lock = true;
        },
        ...spec,
      }),
    },
    properties,
  });

const effect = (run: (s: Draft<S>) => void) => withAction({ effect: run });
const property = (holds: (s: View<S>) => boolean) => withAction({}, { Safe: always({ holds }) });
let calls = 0;
const everyOther = (): boolean => ++calls % 2 === 0;

describe('debug mode says what is wrong, where, and with which parameters', () => {
  test.each([
    ['an integer out of range', effect((s) => (s.gen += 4)), 'effect of Enter(p=1): gen = 4 is outside 0..3'],
    [
      'an integer below its range',
      effect((s) => (s.m.at(1).n -= 2)),
      'effect of Enter(p=1): m[1].n = -2 is outside -1..1',
    ],
    ['a fraction', effect((s) => (s.gen = 0.5)), 'gen = 0.5 is outside 0..3'],
    ['not a number', effect((s) => (s.gen = NaN)), 'gen = NaN is outside 0..3'],
    [
      'an unknown name',
      effect((s) => (s.m.at(0).pc = 'gone' as 'idle')),
      'm[0].pc = gone is outside idle | busy',
    ],
    ['no boolean', effect((s) => (s.lock = 1 as unknown as boolean)), 'lock = 1 is outside true or false'],
    [
      'an element out of range',
      effect((s) => {
        s.seq.set(2, 2);
      }),
      'seq[2] = 2 is outside 0..1',
    ],
    [
      'an index out of range',
      effect((s) => {
        s.seq.set(3, 1);
      }),
      'effect of Enter(p=1): seq[3] is outside its 3 elements',
    ],
    ['a negative index', effect((s) => (s.lock = s.m.at(-1).n === 0)), 'm[-1] is outside its 2 elements'],
    [
      'a member that the schema lacks',
      effect((s) => Object.assign(s, { gne: 1 })),
      'effect of Enter(p=1): gne = 1: there is no such field in the schema',
    ],
    [
      'a guard that writes',
      withAction({ guard: { free: (s) => (written(s).lock = true) } }),
      'guard free of Enter(p=0): lock is written here; only effects write',
    ],
    [
      'a guard that writes an element',
      withAction({
        guard: {
          free: (s) => {
            written(s).seq.set(0, 1);
            return true;
          },
        },
      }),
      'guard free of Enter(p=0): seq[0] is written here; only effects write',
    ],
    [
      'an index out of range in a guard',
      withAction({ guard: { free: (s, { p }) => s.seq.at(p + 2) === 0 } }),
      'guard free of Enter(p=1): seq[3] is outside its 3 elements',
    ],
    [
      'a property that writes',
      property((s) => Object.assign(written(s).m.at(1), { pc: 'busy' as const }).n === 0),
      'property Safe: m[1].pc is written here',
    ],
    [
      'a guard that is not deterministic',
      withAction({ guard: { free: everyOther } }),
      'guard free of Enter(p=0): asked twice about one state, it answers once true and once false',
    ],
    [
      'a property that is not deterministic',
      property(everyOther),
      'property Safe: asked twice about one state',
    ],
    [
      'an effect that is not deterministic',
      effect((s) => void (s.lock = everyOther())),
      'effect of Enter(p=1): run twice on one state, it leads to two states',
    ],
    [
      'an exception of the system itself',
      effect(() => {
        throw new Error('no such case');
      }),
      'effect of Enter(p=1): no such case',
    ],
    [
      'a step property that writes',
      withAction({}, { Safe: alwaysStep({ holds: (_, after) => (written(after).lock = true) }) }),
      'property Safe on Enter(p=1): lock is written here',
    ],
    [
      'a reachability that throws',
      withAction({}, { Goal: sometimes({ reached: (s) => s.seq.at(9) === 1 }) }),
      'property Goal: seq[9] is outside',
    ],
    [
      'a final predicate that throws',
      withAction(
        { guard: { never: () => false } },
        { NoDeadlock: deadlockFree({ final: (s) => s.seq.at(9) === 1 }) },
      ),
      'property NoDeadlock: seq[9] is outside',
    ],
  ])('%s', async (_, faulty, message) => {
    calls = 0;
    await expect(check(faulty, { debug: true })).rejects.toThrow(message);
    await expect(check(faulty, { debug: true })).rejects.toMatchObject({ name: 'SystemError' });
  });

  test('a system without fault is searched as ever', async () => {
    expect(await check(withAction({}), { debug: true })).toMatchObject({ verdict: 'holds', distinct: 2 });
  });
});

test('without debug mode an exception of the system is the cause of one that names the function', async () => {
  const thrown = new TypeError('no such case');
  const faulty = effect(() => {
    throw thrown;
  });
  await expect(check(faulty)).rejects.toMatchObject({
    code: 'threw',
    message: 'effect of Enter(p=1): no such case',
    at: { function: 'effect', action: 'Enter', params: { p: 1 } },
    cause: thrown,
  });
});
