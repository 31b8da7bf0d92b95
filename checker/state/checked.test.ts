import { describe, expect, test } from 'vitest';
import { check } from '../check/check.ts';
import { array, bool, int, oneOf, over, range, record } from '../index.ts';
import type { ActionSpec, Draft, Property, View } from '../index.ts';
import { moduleOf } from '../testing/for-workers.ts';

const state = record({
  x: int(0, 3),
  y: int(0, 4),
  low: int(-2, 2),
  far: int(2 ** 40, 2 ** 40 + 2),
  only: int(7, 7),
  on: bool(),
  phase: oneOf('out', 'in'),
  a: array(4, bool()),
  m: array(2, record({ pc: int(0, 2) })),
  none: array(0, bool()),
});
type S = typeof state;
const { action, always, alwaysStep, deadlockFree, sometimes, eventually, system } = over(state);

const initial = [
  {
    x: 0,
    y: 0,
    low: 0,
    far: 2 ** 40,
    only: 7,
    on: false,
    phase: 'out',
    a: [false, false, false, false],
    m: [{ pc: 0 }, { pc: 0 }],
    none: [],
  },
] as const;

/** One action with a parameter, enabled for p = 1 while x is 0. */
const withAction = (
  spec: Partial<ActionSpec<S, { p: number }>>,
  properties: Record<string, Property<S>> = {},
) =>
  system({
    name: 'faulty',
    initial,
    actions: {
      Go: action({
        params: { p: range(2) },
        guard: { chosen: (s, { p }) => p === 1 && s.x === 0 },
        effect: (s) => {
          s.x = 1;
        },
        ...spec,
      }),
    },
    properties,
  });

const effect = (run: (s: Draft<S>) => unknown) =>
  withAction({
    effect: (s) => {
      run(s);
    },
  });
/** Asymmetric matchers are of type any. */
const containing = (text: string): unknown => expect.stringContaining(text);
const matching = (pattern: string): unknown => expect.stringMatching(pattern);
/** A value that no TypeScript takes for one of the field. */
const odd = (value: unknown) => value as never;
/** A sloppy function, as of a script: there a lost assignment is silent. */
const sloppy = (body: string): ((s: unknown) => unknown) =>
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- this file is a module, and modules are strict
  new Function('s', body) as (s: unknown) => unknown;

describe('a write that does not fit is an error that names action, parameters, field and value', () => {
  test.each<[string, (s: Draft<S>) => unknown, string, object]>([
    ['above', (s) => (s.x += 4), 'x = 4 is outside 0..3', { path: 'x', value: '4' }],
    ['above, where the bits have room', (s) => (s.y = 5), 'y = 5 is outside 0..4', { path: 'y' }],
    ['below', (s) => (s.x -= 1), 'x = -1 is outside 0..3', {}],
    ['below a negative minimum', (s) => (s.low = -3), 'low = -3 is outside -2..2', {}],
    ['above the last of a negative minimum', (s) => (s.low = 3), 'low = 3 is outside -2..2', {}],
    ['beyond 32 bits', (s) => (s.x = 2 ** 32), 'x = 4294967296 is outside', {}],
    ['beyond 32 bits, negative', (s) => (s.low = -(2 ** 32)), 'low = -4294967296 is outside', {}],
    ['of a far range', (s) => (s.far = 2 ** 40 + 3), 'far = 1099511627779 is outside', {}],
    ['of a field of one value', (s) => (s.only = 8), 'only = 8 is outside 7..7', {}],
    ['a fraction', (s) => (s.x = 0.5), 'x = 0.5 is outside 0..3', {}],
    ['a fraction of a negative minimum', (s) => (s.low = -0.5), 'low = -0.5 is outside', {}],
    ['not a number', (s) => (s.x = NaN), 'x = NaN is outside', {}],
    ['infinity', (s) => (s.low = Infinity), 'low = Infinity is outside', {}],
    ['text', (s) => (s.x = odd('1')), 'x = 1 is outside 0..3', {}],
    ['text of a negative minimum', (s) => (s.low = odd('1')), 'low = 1 is outside', {}],
    ['text of a far range', (s) => (s.far = odd(String(2 ** 40))), 'far = 1099511627776 is outside', {}],
    ['null', (s) => (s.x = odd(null)), 'x = null is outside', {}],
    ['undefined', (s) => (s.low = odd(undefined)), 'low = undefined is outside', {}],
    ['a boolean for a number', (s) => (s.x = odd(true)), 'x = true is outside', {}],
    ['a number for a boolean', (s) => (s.on = odd(1)), 'on = 1 is outside true or false', { path: 'on' }],
    ['a name that is none', (s) => (s.phase = odd('gone')), 'phase = gone is outside out | in', {}],
    ['a number for a name', (s) => (s.phase = odd(0)), 'phase = 0 is outside out | in', {}],
    ['in a record', (s) => (s.m.at(1).pc = 3), 'm[1].pc = 3 is outside 0..2', { path: 'm[1].pc' }],
    [
      'an element',
      (s) => {
        s.a.set(1, odd(1));
      },
      'a[1] = 1 is outside true or false',
      { path: 'a[1]' },
    ],
    [
      'past the end',
      (s) => {
        s.a.set(4, true);
      },
      'a[4] is outside its 4 elements',
      { path: 'a[4]' },
    ],
    [
      'before the start',
      (s) => {
        s.a.set(-1, true);
      },
      'a[-1] is outside its 4 elements',
      {},
    ],
    [
      'between two elements',
      (s) => {
        s.a.set(0.5, true);
      },
      'a[0.5] is outside',
      {},
    ],
    [
      'at a text',
      (s) => {
        s.a.set(odd('1'), true);
      },
      'a[1] is outside',
      {},
    ],
    [
      'at no index',
      (s) => {
        s.a.set(NaN, true);
      },
      'a[NaN] is outside',
      {},
    ],
    [
      'into no element',
      (s) => {
        s.none.set(0, true);
      },
      'none[0] is outside its 0 elements',
      {},
    ],
    [
      'a field that is not there',
      (s) => Object.assign(s, { z: 1 }),
      'z = 1: there is no such field',
      { path: 'z', value: '1' },
    ],
    [
      'one of a record',
      (s) => Object.assign(s.m.at(0), { z: 1 }),
      'm[0].z = 1: there is no such field',
      { path: 'm[0].z' },
    ],
    [
      'an element without set',
      (s) => Object.assign(s.a, { 2: true }),
      'a[2] = true: there is no such field',
      { path: 'a[2]' },
    ],
    [
      'a field that is not there, in a sloppy script',
      sloppy('s.z = 1;'),
      'z = 1: there is no such field',
      {},
    ],
    [
      '__proto__',
      sloppy("s['__proto__'] = {}; s.x = 9;"),
      '__proto__ = [object Object]: there is no such field',
      {},
    ],
  ])('%s', async (_, run, message, at) => {
    const rejected = await check(effect(run)).catch((error: unknown) => error);
    expect(rejected).toMatchObject({
      name: 'SystemError',
      code: 'write',
      at: { function: 'effect', action: 'Go', params: { p: 1 }, ...at },
    });
    expect(rejected).toHaveProperty('message', containing(`effect of Go(p=1): ${message}`));
    await expect(check(effect(run), { search: 'depth-first' })).rejects.toThrow(message);
    await expect(check(effect(run), { debug: true })).rejects.toThrow(message);
  });

  test('a record or an array that is assigned is a TypeError of the language, which names the function', async () => {
    await expect(check(effect((s) => Object.assign(s, { a: [true] })))).rejects.toMatchObject({
      code: 'threw',
      message: containing('effect of Go(p=1): Cannot assign to read only property'),
    });
  });

  test('what fits is written: both ends of each range, and zero with a sign', async () => {
    const all = effect((s) => {
      s.x = 3;
      s.y = 4;
      s.low = s.low === -2 ? 2 : -2;
      s.far = 2 ** 40 + 2;
      s.only = 7;
      s.on = true;
      s.phase = 'in';
      s.a.set(-0, true);
      s.a.set(3, true);
      s.m.at(1).pc = 2;
      s.x = -0 + 1;
      s.y = -0;
    });
    const { violations, distinct } = await check({
      ...all,
      properties: { Never: alwaysStep({ holds: () => false }) },
    });
    expect(distinct).toBe(2);
    expect(violations[0]?.trace?.steps[0]?.state).toMatchObject({
      x: 1,
      y: 0,
      low: -2,
      far: 2 ** 40 + 2,
      only: 7,
      on: true,
      phase: 'in',
      a: [true, false, false, true],
      m: [{ pc: 0 }, { pc: 2 }],
    });
  });

  test('by several workers as by one', async () => {
    const text = `import { int, over, record } from '../index.ts';
      const { action, system } = over(record({ x: int(0, 3) }));
      export default system({ name: 'overflow', initial: [{ x: 0 }], properties: {},
        actions: { Add: action({ guard: {}, effect: (s) => { s.x += 1; } }) } });`;
    const url = moduleOf(text);
    const loaded = (await import(/* @vite-ignore */ url)) as { default: Parameters<typeof check>[0] };
    const thrown = {
      code: 'write',
      message: 'effect of Add: x = 4 is outside 0..3',
      at: { path: 'x', value: '4' },
    };
    await expect(check(loaded.default)).rejects.toMatchObject(thrown);
    await expect(check(loaded.default, { workers: 2, module: { url } })).rejects.toMatchObject(thrown);
  });

  test('unchecked, it passes as other bits, and the report says that nothing was checked', async () => {
    const past = withAction(
      {
        effect: (s) => {
          s.a.set(4, true);
          s.x = 1;
        },
      },
      {},
    );
    expect(await check(past, { unchecked: true })).toMatchObject({ verdict: 'holds', unchecked: true });
    expect(await check(withAction({}))).not.toHaveProperty('unchecked');
    // @ts-expect-error -- debug mode checks every access
    await expect(check(past, { unchecked: true, debug: true })).rejects.toMatchObject({ code: 'options' });
  });
});

describe('what is read and is not there is an error that names the function', () => {
  test.each<[string, (s: View<S>) => unknown, string]>([
    ['an index past the end', (s) => s.a.at(4), 'a[4] is outside its 4 elements'],
    ['a negative index', (s) => s.a.at(-1), 'a[-1] is outside its 4 elements'],
    ['a fraction for index', (s) => s.a.at(1.5), 'a[1.5] is outside its 4 elements'],
    ['a record past the end', (s) => s.m.at(2), 'm[2] is outside its 2 elements'],
    ['of an empty array', (s) => s.none.at(0), 'none[0] is outside its 0 elements'],
    ['a field that the schema lacks', (s) => (s as unknown as { z: number }).z, 'z: there is no such field'],
    ['one of a record', (s) => (s.m.at(1) as unknown as { z: number }).z, 'm[1].z: there is no such field'],
  ])('%s', async (_, read, message) => {
    const peeks = (s: View<S>): boolean => read(s) === undefined || s.x === 0;
    await expect(check(withAction({ guard: { peeks } }))).rejects.toMatchObject({
      code: 'read',
      message: containing(`guard peeks of Go(p=0): ${message}`),
      at: { function: 'guard', action: 'Go', conjunct: 'peeks' },
    });
    await expect(check(withAction({}, { Safe: always({ holds: peeks }) }))).rejects.toThrow(
      `property Safe: ${message}`,
    );
    const params = { m: range(2) };
    await expect(check(withAction({}, { Safe: always({ params, holds: peeks }) }))).rejects.toThrow(
      `property Safe(m=0): ${message}`,
    );
  });

  test('a conjunct before keeps one after it in range; one after does not', async () => {
    const inside = (s: View<S>): boolean => s.y < 4 && s.x === 0;
    const reads = (s: View<S>): boolean => !s.a.at(s.y);
    const at4 = { ...withAction({ guard: { inside, reads } }), initial: [{ ...initial[0], y: 4 }] };
    expect(await check(at4)).toMatchObject({ verdict: 'holds', distinct: 1 });
    const other = { ...withAction({ guard: { reads, inside } }), initial: [{ ...initial[0], y: 4 }] };
    await expect(check(other)).rejects.toThrow('guard reads of Go(p=0): a[4] is outside');
  });

  test('what asks an object what it is gets an answer', async () => {
    const peek = (s: View<S>): boolean =>
      JSON.stringify(s) !== '' && Object.prototype.toString.call(s) !== '' && s.x < 3;
    expect(await check(withAction({}, { P: always({ holds: peek }) }))).toMatchObject({ verdict: 'holds' });
  });
});

describe('guards and properties answer true or false, and effects return nothing', () => {
  const rejected = (): Promise<never> => Promise.reject(new Error('later'));
  const answers: readonly (readonly [string, () => unknown, string])[] = [
    ['a promise', () => Promise.resolve(true), 'returns a promise'],
    ['a promise that is rejected', rejected, 'returns a promise'],
    ['a text', () => 'false', 'returns "false"'],
    ['null', () => null, 'returns null'],
    ['a number', () => 1, 'returns 1'],
    ['zero', () => 0, 'returns 0'],
    ['an object', () => ({}), 'returns an object'],
  ];
  const both = [...answers, ['nothing', () => undefined, 'returns undefined'] as const];

  test.each(both)('%s', async (_, run, message) => {
    const guard = run as () => boolean;
    for (const debug of [false, true]) {
      await expect(check(withAction({ guard: { g: guard } }), { debug })).rejects.toMatchObject({
        code: 'answer',
        message: matching(`guard g of Go.p=0.: it ${message} and has to answer true or false`),
        at: { function: 'guard', action: 'Go', conjunct: 'g' },
      });
      for (const [what, property] of Object.entries({
        always: always({ holds: guard }),
        when: always({ when: guard, holds: () => true }),
        instances: always({ params: { m: range(2) }, holds: guard }),
        instancesWhen: always({ params: { m: range(2) }, when: guard, holds: () => true }),
        step: alwaysStep({ holds: guard }),
        stepWhen: alwaysStep({ when: guard, holds: () => true }),
        sometimes: sometimes({ reached: guard }),
        final: deadlockFree({ final: guard }),
        eventually: eventually({ reached: guard }),
      }))
        await expect(check(withAction({}, { Safe: property }), { debug }), what).rejects.toMatchObject({
          code: 'answer',
          message: containing(`it ${message} and has to answer true or false`),
          at: { function: 'property', property: 'Safe' },
        });
    }
  });

  test.each(answers)('an effect that returns %s', async (_, run, message) => {
    for (const debug of [false, true])
      await expect(check(withAction({ effect: run }), { debug })).rejects.toMatchObject({
        code: 'answer',
        message: containing(`effect of Go(p=1): it ${message} and has to return nothing`),
        at: { function: 'effect', action: 'Go', params: { p: 1 } },
      });
  });

  test('a guard is judged in the order of its conjuncts, whatever those after it answer', async () => {
    const guard = { odd: (s: View<S>) => s.phase as unknown as boolean, never: () => false };
    await expect(check(withAction({ guard }))).rejects.toThrow('guard odd of Go(p=0): it returns "out"');
    const other = { never: () => false, odd: (s: View<S>) => s.phase as unknown as boolean };
    expect(await check(withAction({ guard: other }))).toMatchObject({ verdict: 'holds' });
  });
});
