/** What guards, effects and properties may not answer is told by every pass that asks them, and by name. */
import { describe, expect, test } from 'vitest';
import {
  array,
  check,
  induction,
  int,
  over,
  range,
  record,
  replay,
  stepper,
  violationOf,
  why,
} from '../index.ts';
import type { CheckOptions, View } from '../index.ts';
import { fail } from '../testing/why.ts';

/** What no type lets through. */
const odd = (answer: unknown = 'yes'): boolean => answer as boolean;
const told = 'it returns "yes" and has to answer true or false';

describe('a search with symmetry, of a state that is no representative', () => {
  const { action, always, alwaysStep, deadlockFree, sometimes, system, zero } = over(
    record({ x: array(2, int(0, 2)) }),
  );
  type S = Parameters<Parameters<typeof sometimes>[0]['reached']>[0];
  const p = range(2);
  const grow = action({
    params: { p },
    guard: { room: (s, { p }) => s.x.at(p) < 2 },
    effect: (s, { p }) => s.x.set(p, s.x.at(p) + 1),
  });
  const symmetric = (slips: (s: S) => boolean) => {
    const yes = (s: S): boolean => (slips(s) ? odd() : true);
    const stay = action({ guard: { odd: yes }, effect: () => undefined });
    const returns = action({
      guard: {},
      effect: (s) => (slips(s) ? (odd() as unknown as undefined) : undefined),
    });
    const of = (name: string, actions = {}, properties = {}) =>
      system({
        name,
        initial: [zero],
        symmetry: { p: { members: p, arrays: ['x'], params: ['p'] } },
        actions: { grow, ...actions },
        properties,
      });
    return [
      [of('guard', { stay }), `guard odd of stay: ${told}`],
      [of('effect', { returns }), 'effect of returns: it returns "yes" and has to return nothing'],
      [of('always', {}, { P: always({ holds: yes }) }), `property P: ${told}`],
      [of('when', {}, { P: always({ when: yes, holds: () => true }) }), `property P: ${told}`],
      [of('sometimes', {}, { P: sometimes({ reached: yes }) }), `property P: ${told}`],
      [of('step', {}, { P: alwaysStep({ holds: (s) => yes(s) }) }), `property P on grow(p=0): ${told}`],
      [of('final', {}, { P: deadlockFree({ final: (s) => s.x.at(0) < 3 }) }), undefined],
    ] as const;
  };

  // One of the two is the representative.
  const lower = symmetric((s) => s.x.at(0) < s.x.at(1));
  const higher = symmetric((s) => s.x.at(0) > s.x.at(1));
  test.each([...lower, ...higher].map(([of, message]) => [of.name, of, message] as const))(
    'of a %s',
    async (_, of, message) => {
      for (const options of [{}, { debug: true }] satisfies CheckOptions[]) {
        const found = check(of, { symmetry: true, continue: true, ...options });
        if (message === undefined) expect((await found).verdict).toBe('holds');
        else await expect(found).rejects.toThrow(message);
      }
    },
  );
});

const state = record({ x: int(0, 40) });
const { action, always, alwaysStep, system, zero } = over(state);
type S = View<typeof state>;
const at = (x: number) => (s: S) => (s.x === x ? odd() : true);
const grow = action({
  guard: { room: (s) => s.x < 40 },
  effect: (s) => {
    s.x += 1;
  },
});
const stay = action({ guard: { odd: at(3) }, effect: () => undefined });

test('a search with vacuity says what it found, and nothing of the guard that it would be the first to ask', async () => {
  const throws = action({
    guard: {
      odd: (s) => {
        if (s.x === 3) throw new Error('three');
        return true;
      },
    },
    effect: () => undefined,
  });
  for (const [name, slips] of Object.entries({ stay, throws })) {
    const of = system({
      name: 'frontier',
      initial: [zero],
      actions: { grow, [name]: slips },
      properties: { Low: always({ holds: (s) => s.x < 3 }) },
    });
    const report = await check(of, { vacuity: true });
    expect(report).toMatchObject({ verdict: 'violated', violations: [{ property: 'Low' }] });
    expect(report.vacuity?.map(({ name }) => name)).toEqual(['grow.room']);
    await expect(check(of, { vacuity: true, continue: true })).rejects.toThrow('guard odd of');
  }
});

describe('of single states', () => {
  const walk = async (properties: Parameters<typeof system>[0]['properties'], actions = {}) => {
    const end = { End: always({ holds: (s: S) => s.x < 3 }) };
    const { violations } = await check(
      system({ name: 'walk', initial: [zero], actions: { grow }, properties: end }),
    );
    const of = system({ name: 'walk', initial: [zero], actions: { grow, ...actions }, properties });
    return [of, violations[0]?.trace ?? fail()] as const;
  };

  test('why', async () => {
    const [of, trace] = await walk({ P: always({ holds: at(3) }) }, {});
    expect(() => why(of, { trace, step: 3, name: 'P' })).toThrow(`property P: ${told}`);
  });

  test('a trace is judged', async () => {
    for (const property of [
      always({ holds: at(3) }),
      always({ when: at(3), holds: () => false }),
      alwaysStep({ holds: (_, s) => at(3)(s) }),
    ]) {
      const [of, trace] = await walk({ P: property });
      expect(() => violationOf(of, 'P', replay(of, trace), {})).toThrow(told);
    }
  });

  test('a walk', async () => {
    const [of] = await walk({ P: always({ holds: at(0) }) });
    const walking = stepper(of);
    walking.reset();
    expect(() => walking.violated()).toThrow(`property P: ${told}`);
    const [guarded] = await walk({}, { stay: { ...stay, guard: [{ name: 'odd', holds: at(0) }] } });
    const on = stepper(guarded);
    on.reset();
    expect(() => on.isEnabled(1)).toThrow(`guard odd of stay: ${told}`);
  });

  test.each([
    ['conjunct', {}, {}, { Low: at(7) }, `property Low: ${told}`],
    [
      'guard',
      { stay: { ...stay, guard: [{ name: 'odd', holds: at(7) }] } },
      {},
      {},
      `guard odd of stay: ${told}`,
    ],
    ['property', {}, { P: always({ holds: at(7) }) }, {}, `property P: ${told}`],
    ['step property', {}, { P: alwaysStep({ holds: at(7) }) }, {}, `property P: ${told}`],
  ])('induction, of a %s', async (_, actions, properties, invariant, message) => {
    const [of] = await walk(properties, actions);
    await expect(induction(of, invariant)).rejects.toThrow(message);
  });
});
