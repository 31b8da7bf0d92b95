import fc from 'fast-check';
import { describe, expect, expectTypeOf, test } from 'vitest';
import petersonSystem from '../examples/peterson.ts';
import { stateGraph, stepper } from '../checker/public.ts';
import type { ActionParams, Plain, RecordField, System } from '../checker/public.ts';
import randomSystem from '../checker/testing/random-system.ts';
import { walks } from './fast-check.ts';
import { DriveError, cover, drive } from './index.ts';
import type { Cover, DriverOf, MakeDriver } from './index.ts';
import { Lock } from './testing/lock.ts';
import { lockModel } from './testing/lock-model.ts';
import { Ring } from './testing/ring.ts';
import { ringModel } from './testing/ring-model.ts';

const rings =
  (made = () => new Ring(3)): DriverOf<typeof ringModel> =>
  () => {
    const ring = made();
    return {
      actions: {
        Push: ({ value }) => {
          ring.push(value);
        },
        Shift: () => ring.shift(),
      },
      state: () => ({ items: ring.items }),
    };
  };

const locks =
  (made = () => new Lock()): DriverOf<typeof lockModel> =>
  () => {
    const lock = made();
    return {
      actions: {
        // It is not awaited: it resolves when another one releases.
        Acquire: ({ who }) => {
          void lock.acquire(who);
        },
        Release: () => {
          lock.release();
        },
      },
      state: () => ({ holder: lock.holder === null ? [] : [lock.holder], waiting: lock.waiting }),
    };
  };

/** Forgets to go round at its end. */
class BrokenRing extends Ring {
  #shifts = 0;
  override shift(): number {
    if (++this.#shifts % 3 === 0) this.push(this.items[0] ?? 0);
    return super.shift();
  }
}

/** Gives the lock to whoever came last. */
class UnfairLock extends Lock {
  override get waiting(): readonly number[] {
    return super.waiting.toReversed();
  }
}

/** Naively: takes every step of every path, and tells what is not taken. */
async function faultOf(system: System, { paths, covered }: Cover): Promise<string | null> {
  const walk = stepper(system);
  const taken = new Set<string>();
  for (const { initial, steps } of paths) {
    walk.reset(initial);
    const before = taken.size;
    for (const { action, params } of steps) {
      const instance = walk.steps.findIndex(
        (one) => one.action === action && JSON.stringify(one.params) === JSON.stringify(params),
      );
      if (!walk.isEnabled(instance)) return `${action} is not enabled`;
      const from = walk.state.join();
      walk.take(instance);
      taken.add(`${from} ${String(instance)}`);
    }
    if (taken.size === before) return 'a path takes nothing new';
  }
  const { transitions } = await stateGraph(system);
  if (covered !== taken.size) return `${String(covered)} are said to be taken, and ${String(taken.size)} are`;
  return taken.size === transitions ? null : `${String(transitions - taken.size)} are not taken`;
}

describe('a cover', () => {
  test('takes every transition of random systems, whatever the bound on its paths', async () => {
    const tape = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 300, maxLength: 300 }));
    await fc.assert(
      fc.asyncProperty(tape, fc.integer({ min: 1, max: 30 }), async (choices, stepsMax) => {
        const system = randomSystem(choices);
        const whole = await cover(system, { stepsMax });
        expect(await faultOf(system, whole)).toBeNull();
        expect(whole.percent).toBe(100);
        const some = await cover(system, { stepsMax, pathsMax: 1 });
        expect(some.paths).toEqual(whole.paths.slice(0, 1));
        expect(some.covered).toBeLessThanOrEqual(whole.covered);
      }),
      { seed: 20261130, numRuns: 40 },
    );
  });

  test('has paths of a bounded length, longer only to come to the farthest transition', async () => {
    const peterson = petersonSystem();
    const graph = await stateGraph(peterson);
    for (const stepsMax of [8, 20, 1000]) {
      const { paths, transitions, percent } = await cover(peterson, { stepsMax });
      expect(Math.max(...paths.map(({ steps }) => steps.length))).toBeLessThanOrEqual(
        Math.max(stepsMax, graph.states),
      );
      expect([transitions, percent]).toEqual([graph.transitions, 100]);
    }
    const { percent, covered } = await cover(peterson, { stepsMax: 5, pathsMax: 1 });
    expect(percent).toBe((100 * covered) / graph.transitions);
    expect(percent).toBeLessThan(100);
  });
});

/** Along a cover; answers how much it takes. */
async function driveAll<S extends RecordField, A extends ActionParams, P extends string>(
  model: System<S, A, P>,
  make: MakeDriver<S, A>,
): Promise<number> {
  const { paths, percent } = await cover(model);
  for (const path of paths) expect(await drive(model, make, path)).toBe(path.steps.length);
  return percent;
}

describe('code that does what its model says', () => {
  test('a lock and a queue are driven along every transition', async () => {
    expect(await driveAll(lockModel, locks())).toBe(100);
    expect(await driveAll(ringModel, rings())).toBe(100);
  });

  test('and along random walks', async () => {
    await fc.assert(
      fc.asyncProperty(walks(ringModel), async (walk) => {
        await drive(ringModel, rings(), walk);
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  test('drivers are closed, whether they pass or fail, and are made in the initial state of the path', async () => {
    let closed = 0;
    const seen: Plain<typeof ringModel.state>[] = [];
    const make: DriverOf<typeof ringModel> = async (initial) => {
      seen.push(initial);
      return { ...(await rings()(initial)), close: () => closed++ };
    };
    const push = { action: 'Push', params: { value: 1 } } as const;
    await drive(ringModel, make, { initial: 0, steps: [push] });
    await expect(drive(ringModel, make, { initial: 0, steps: [push, push, push, push] })).rejects.toThrow(
      'Push value=1 is no step that the system can take here',
    );
    expect([closed, seen]).toEqual([2, [{ items: [] }, { items: [] }]]);
  });
});

describe('code that does otherwise', () => {
  test('is found by the cover, with the steps and what differs', async () => {
    const failures: unknown[] = [];
    for (const path of (await cover(ringModel)).paths)
      await drive(
        ringModel,
        rings(() => new BrokenRing(3)),
        path,
      ).catch((error: unknown) => failures.push(error));
    expect(failures.length).toBeGreaterThan(0);
    expect(failures.every((one) => one instanceof DriveError)).toBe(true);
  });

  test('of a lock, too', async () => {
    const { paths } = await cover(lockModel);
    const runs = paths.map((path) =>
      drive(
        lockModel,
        locks(() => new UnfairLock()),
        path,
      ),
    );
    const [failed] = (await Promise.allSettled(runs)).filter(({ status }) => status === 'rejected');
    expect(failed).toMatchObject({
      reason: {
        message: expect.stringMatching(/the code differs from the model: waiting\[0\] is \d/) as string,
      },
    });
  });

  test('is shrunk by fast-check to a few steps', async () => {
    const property = fc.asyncProperty(walks(ringModel), async (walk) => {
      await drive(
        ringModel,
        rings(() => new BrokenRing(3)),
        walk,
      );
    });
    const { failed, counterexample, numShrinks } = await fc.check(property, { seed: 3, numRuns: 500 });
    expect([failed, numShrinks > 0]).toEqual([true, true]);
    // Three shifts make the fault, and each needs a push.
    const actions = counterexample?.[0].steps.map(({ action }) => action) ?? [];
    expect(actions.filter((action) => action === 'Shift')).toHaveLength(3);
    expect(actions.length).toBeLessThan(10);
  });

  test('a driver that shows nothing that the model has is told, and one that throws', async () => {
    const none = () => ({ actions: { Push: () => 0 }, state: () => ({}) }) as never;
    const shifts = [
      { action: 'Push', params: { value: 0 } } as const,
      { action: 'Shift', params: {} } as const,
    ];
    await expect(drive(ringModel, none, { initial: 0, steps: shifts })).rejects.toThrow(
      'the driver has no function for Shift',
    );
    const actions = { Push: () => 0, Shift: () => Promise.reject(new Error('ouch')) };
    const odd = (): object => ({ item: [] });
    await expect(
      drive(ringModel, () => ({ actions, state: odd }), { initial: 0, steps: [] }),
    ).rejects.toThrow('at first the code differs from the model: item is [] and should not be there');
    const steps = [
      { action: 'Push', params: { value: 0 } },
      { action: 'Shift', params: {} },
    ] as const;
    await expect(
      drive(ringModel, () => ({ actions, state: () => ({}) }), { initial: 0, steps }),
    ).rejects.toThrow('after Push value=0, Shift the code throws: ouch');
  });
});

test('a driver has a function for each action, with its parameters, and shows fields of the state', () => {
  type Made = Awaited<ReturnType<DriverOf<typeof ringModel>>>;
  // @ts-expect-error -- no Shift
  const missing: Made['actions'] = { Push: () => 0 };
  // @ts-expect-error -- no such field of the state
  const foreign: Made['state'] = () => ({ elements: [] });
  type Push = Parameters<Made['actions']['Push']>[0];
  expectTypeOf<Push>().toEqualTypeOf<{ value: 0 | 1 }>();
  expect([Object.keys(missing), Object.keys(foreign())]).toEqual([['Push'], ['elements']]);
});
