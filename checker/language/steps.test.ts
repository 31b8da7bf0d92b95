import { describe, expect, test } from 'vitest';
import { check } from '../index.ts';
import { array, bool, int, oneOf, over, range, record } from '../index.ts';
import type { Action } from '../index.ts';
import { viewsOf } from '../state/views.ts';
import randomSystem from '../testing/random-system.ts';
import randomParts from '../testing/random-parts.ts';
import { encode } from '../state/codec.ts';
import { zeroState } from './zero.ts';

const pc = oneOf('idle', 'wait', 'busy');
const schema = record({
  x: int(0, 3),
  pc: array(2, pc),
  thread: array(2, record({ pc, left: int(0, 3) })),
  writer: pc,
});
type S = typeof schema;
const { action, deadlockFree, steps, system, zero } = over(schema);
const made = (actions: Readonly<Record<string, Action<S>>>) =>
  system({
    name: 'steps',
    initial: [zero],
    actions,
    properties: { NoDeadlock: deadlockFree({ final: () => true }) },
  });

describe('a step of a process with a program counter', () => {
  test('is the action that guards and moves the counter by hand', async () => {
    const [one, other] = [steps({ p: range(2) }, 'pc'), steps({ t: range(2) }, 'thread[].pc')];
    const alone = steps({}, 'writer');
    const bySteps = made({
      Wait: one('idle', {
        guard: { room: (s) => s.x < 3 },
        effect: (s) => {
          s.x++;
        },
        to: 'wait',
      }),
      Back: one(['wait', 'busy'], { to: (s) => (s.x > 1 ? 'busy' : 'idle') }),
      Take: other('idle', {
        params: { by: [1, 2] },
        guard: { room: (s, { t, by }) => s.thread.at(t).left + by <= 3 },
        effect: (s, { t, by }) => {
          s.thread.at(t).left += by;
        },
        to: (s, { t }) => (s.thread.at(t).left > 0 ? 'busy' : 'idle'),
      }),
      Write: alone('idle', { to: 'busy' }),
      Stay: alone('busy', { effect: (s) => s.pc.set(0, 'idle') }),
    });
    const byHand = made({
      Wait: action({
        params: { p: range(2) },
        guard: { at: (s, { p }) => s.pc.at(p) === 'idle', room: (s) => s.x < 3 },
        effect: (s, { p }) => {
          s.x++;
          s.pc.set(p, 'wait');
        },
      }),
      Back: action({
        params: { p: range(2) },
        guard: { at: (s, { p }) => s.pc.at(p) !== 'idle' },
        effect: (s, { p }) => s.pc.set(p, s.x > 1 ? 'busy' : 'idle'),
      }),
      Take: action({
        params: { t: range(2), by: [1, 2] },
        guard: {
          at: (s, { t }) => s.thread.at(t).pc === 'idle',
          room: (s, { t, by }) => s.thread.at(t).left + by <= 3,
        },
        effect: (s, { t, by }) => {
          const me = s.thread.at(t);
          // Asked before the effect.
          if (me.left > 0) me.pc = 'busy';
          me.left += by;
        },
      }),
      Write: action({
        guard: { at: (s) => s.writer === 'idle' },
        effect: (s) => {
          s.writer = 'busy';
        },
        process: () => 'writer',
      }),
      Stay: action({
        guard: { at: (s) => s.writer === 'busy' },
        effect: (s) => s.pc.set(0, 'idle'),
        process: () => 'writer',
      }),
    });
    const shown = async (of: typeof bySteps) => ({
      ...(await check(of)),
      elapsedMs: 0,
      statesPerSecond: 0,
    });
    const report = await shown(bySteps);
    expect(report.distinct).toBeGreaterThan(300);
    expect(report).toEqual(await shown(byHand));
    for (const [name, { guard, params, process }] of Object.entries(bySteps.actions)) {
      expect(guard.map((one) => one.name)).toEqual(byHand.actions[name]?.guard.map((one) => one.name));
      expect(params).toEqual(byHand.actions[name]?.params);
      expect(process({ p: 1, t: 1 })).toBe(byHand.actions[name]?.process({ p: 1, t: 1 }));
    }
  });

  test('that answers something, or leads to no place, is refused as an action is', async () => {
    const step = steps({ p: range(2) }, 'pc');
    const effect = (): void => 'done' as unknown as undefined;
    await expect(check(made({ Wait: step('idle', { effect, to: 'wait' }) }))).rejects.toThrow(
      'effect of Wait(p=0): it returns "done"',
    );
    const to = () => 'nowhere' as 'wait';
    await expect(check(made({ Wait: step('idle', { to }) }))).rejects.toThrow('nowhere');
  });

  test('of an array without its index, or of one process with one, is refused', () => {
    expect(() => steps({}, 'pc')('idle', {})).toThrow(
      "steps(…, 'pc') needs one parameter, which is the index, and has 0",
    );
    expect(() => steps({ p: range(2) }, 'writer')('idle', {})).toThrow(
      "steps(…, 'writer') needs no parameter, and has 1",
    );
    expect(() => steps({}, 'writer')('idle', { guard: { at: () => true } })).toThrow('give another name');
  });

  test('from or to a place that is not there, or of a field that is no counter, does not compile', () => {
    const step = steps({ p: range(2) }, 'pc');
    // @ts-expect-error -- no such place
    step('idel', {});
    // @ts-expect-error -- no such place
    step('idle', { to: 'bussy' });
    // @ts-expect-error -- an integer is no program counter
    expect(() => steps({ p: range(2) }, 'x')('idle', {})).toThrow();
    // @ts-expect-error -- nor is an integer of a record
    steps({ p: range(2) }, 'thread[].left')('idle', {});
  });
});

test('the state of zeros is that of which every bit is zero', () => {
  const tapes = Array.from({ length: 30 }, (_, seed) =>
    Array.from({ length: 80 }, (_, at) => ((seed + 1) * (at + 7) * 2654435761) % 65521),
  );
  for (const { state } of tapes.flatMap((tape) => [randomSystem(tape), randomParts(tape)])) {
    const { layout, next } = viewsOf(state as never);
    encode(layout, zeroState(state as never), next);
    expect(next.every((word) => word === 0)).toBe(true);
  }
  expect(over(record({ b: bool(), n: int(-2, 1) })).zero).toEqual({ b: false, n: -2 });
});
