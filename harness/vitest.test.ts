import { describe, expect, expectTypeOf, test } from 'vitest';
import mutex from '../examples/mutex.ts';
import { check, over } from '../checker/public.ts';
import { format } from './index.ts';
import './vitest.ts';
import type { SystemMatchers } from './vitest.ts';
import type { System } from '../checker/public.ts';

const { action, always, eventually, sometimes } = over(mutex.state);
const { MutualExclusion } = mutex.properties;

/** The lock without its guard. */
const broken = over(mutex.state).system({
  name: 'broken',
  initial: mutex.initial,
  actions: {
    ...mutex.actions,
    Enter: action({
      params: { p: [0, 1] },
      guard: { waiting: (s, { p }) => s.pc.at(p) === 'waiting' },
      effect: (s, { p }) => {
        s.pc.set(p, 'critical');
      },
    }),
  },
  properties: {
    MutualExclusion,
    SomeWait: sometimes({ reached: (s) => s.pc.every((pc) => pc === 'waiting') }),
    AllIdleAgain: sometimes({ reached: (s) => s.lock && s.pc.every((pc) => pc === 'idle') }),
    Enters: eventually({ reached: (s) => s.pc.includes('critical') }),
    Small: always({ holds: (s) => s.pc.length === 2 }),
  },
});

/** The message of a matcher that fails. */
async function failure(asked: Promise<unknown>): Promise<string> {
  const outcome = await asked.then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  if (outcome === null) throw new Error('it does not fail');
  return outcome;
}

describe('toHold', () => {
  test('passes where every property holds, and fails with the counterexample as the command shows it', async () => {
    await expect(mutex).toHold();
    await expect(broken).not.toHold();
    expect(await failure(expect(broken).toHold({ properties: ['MutualExclusion'] }))).toBe(
      `broken is expected to hold:

violated: broken: MutualExclusion in 4 steps

counterexample to MutualExclusion: 4 steps, 1 change of process, no shorter one
exists
    p=0      p=1
 1  Request  │        pc[0] idle → waiting
 2  Enter    │        pc[0] waiting → critical
 3  │        Request  pc[1] idle → waiting
 4  │        Enter    pc[1] waiting → critical
✗ MutualExclusion: the claim is false in this state`,
    );
    expect(await failure(expect(mutex).not.toHold())).toContain('mutex holds, and is expected not to');
  });

  test('says nothing of a search that a bound ended, with `not` neither', async () => {
    const bounded = { statesMax: 2 };
    const said = 'nothing is decided of mutex: exhausted: mutex: stopped by the states limit';
    expect(await failure(expect(mutex).toHold(bounded))).toContain(said);
    expect(await failure(expect(mutex).not.toHold(bounded))).toContain(said);
    expect(await failure(expect(mutex).not.toViolate('MutualExclusion', bounded))).toContain(said);
    expect(await failure(expect(broken).not.toReach('AllIdleAgain', bounded))).toContain(
      'nothing is decided',
    );
  });
});

describe('toViolate', () => {
  test('passes where the property is violated, and in as many steps as are said', async () => {
    await expect(broken).toViolate('MutualExclusion');
    await expect(broken).toViolate('MutualExclusion', { steps: 4 });
    await expect(broken).toViolate('Enters', { steps: 0, fairness: 'stuttering' });
    await expect(broken).not.toViolate('Small');
    await expect(broken).not.toViolate('MutualExclusion', { steps: 3 });
    expect(await failure(expect(broken).toViolate('MutualExclusion', { steps: 3 }))).toMatch(
      /^broken is expected to violate MutualExclusion in 3 steps, and the shortest trace has 4:\n\nviolated: /,
    );
    expect(await failure(expect(broken).toViolate('Small'))).toMatch(
      /^broken is expected to violate Small:\n\nholds: broken: its property, in every reachable state$/,
    );
    expect(await failure(expect(broken).not.toViolate('MutualExclusion'))).toContain('✗ MutualExclusion');
  });

  test('a property that is not there is an error, whichever way it is asked', async () => {
    // @ts-expect-error -- no such property
    expect(await failure(expect(broken).not.toViolate('Exclusion'))).toContain('no property Exclusion');
  });
});

describe('toReach', () => {
  test('passes where a `sometimes` or a state is reached, in the fewest steps', async () => {
    await expect(broken).toReach('SomeWait');
    await expect(broken).toReach('SomeWait', { steps: 2 });
    await expect(mutex).toReach((s) => s.pc.at(1) === 'critical', { steps: 2 });
    await expect(broken).not.toReach('AllIdleAgain');
    await expect(mutex).not.toReach((s) => s.pc.every((pc) => pc === 'critical'));
    expect(await failure(expect(broken).toReach('AllIdleAgain'))).toContain('AllIdleAgain is never reached');
    expect(await failure(expect(broken).not.toReach('SomeWait'))).toContain('✓ SomeWait is reached');
    expect(await failure(expect(broken).toReach('SomeWait', { steps: 1 }))).toContain(
      'expected to reach SomeWait in 1 steps, and the shortest trace has 2',
    );
    expect(await failure(expect(broken).toReach('Small'))).toContain('a claim of kind always');
  });
});

test('what is no system is told', async () => {
  expect(await failure(expect({ name: 'x' } as unknown as typeof mutex).toHold())).toContain('no system');
});

test('names and states are those of the system', () => {
  type Names<T> = Parameters<SystemMatchers<T>['toViolate']>[0];
  expectTypeOf<Names<typeof broken>>().toEqualTypeOf<
    'AllIdleAgain' | 'Enters' | 'MutualExclusion' | 'Small' | 'SomeWait'
  >();
  expectTypeOf<Names<System>>().toEqualTypeOf<string>();
  expectTypeOf<Names<number>>().toBeNever();
});

test('format is the report as the command writes it, without colours', async () => {
  const report = await check(broken, { properties: ['MutualExclusion', 'Small'], continue: true });
  const text = format(report, { title: 'my lock' });
  expect(text).toMatch(/^violated: my lock: MutualExclusion in 4 steps\n\d+ states generated/);
  expect(text).toContain('property         kind    verdict   exercised');
  expect(text).toContain('counterexample to MutualExclusion: 4 steps');
  expect(text).not.toMatch(/\u001b/);
  expect(format(report, { brief: true, width: 100 })).toMatch(
    /^violated: broken: MutualExclusion in 4 steps\n\ncounterexample .* no shorter one exists\n/,
  );
});
