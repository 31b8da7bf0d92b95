import { describe, expect, test } from 'vitest';
import { array, bool, check, int, oneOf, over, range, record, why } from '../index.ts';
import type { System, Trace } from '../index.ts';
import { fail, whyAction, whyProperty } from '../testing/why.ts';

describe('of a pool of three jobs', () => {
  const state = record({
    full: bool(),
    top: int(0, 3),
    big: int(0, 1000),
    job: array(3, record({ phase: oneOf('idle', 'waiting', 'running'), prio: int(-1, 1) })),
    slots: array(3, int(0, 2)),
  });
  const { action, always, alwaysStep, deadlockFree, sometimes, system } = over(state);
  const pool = system({
    name: 'pool',
    initial: [
      {
        full: false,
        top: 0,
        big: 0,
        job: range(3).map(() => ({ phase: 'idle' as const, prio: 0 })),
        slots: [0, 0, 0],
      },
    ],
    actions: {
      Ask: action({
        params: { j: range(3) },
        guard: {
          idle: (s, { j }) => s.job.at(j).phase === 'idle',
          inOrder: (s, { j }) => s.top === j,
        },
        effect: (next, { j }) => {
          next.job.at(j).phase = 'waiting';
          next.top++;
        },
        process: ({ j }) => `J${String(j)}`,
      }),
      Run: action({
        guard: {
          some: (s) => s.top > 0,
          topWaits: (s) => s.job.at(s.top - 1).phase === 'waiting',
          roomy: (s) => s.big < 2 && !s.full,
        },
        effect: (next) => {
          next.job.at(next.top - 1).phase = 'running';
          next.full = next.job.at(0).phase === 'running';
        },
        process: () => 'pool',
      }),
    },
    properties: {
      NotBoth: always({
        when: (s) => s.top > 1,
        holds: (s) => s.job.every(({ phase }) => phase !== 'running') || s.slots.includes(2),
      }),
      TopGrows: alwaysStep({
        when: (before) => before.top < 3,
        holds: (before, after, { params }) => after.top > before.top && params['j'] !== 2,
      }),
      AllRun: sometimes({ reached: (s) => s.job.count(({ phase }) => phase === 'running') === 3 }),
      Ends: deadlockFree({ final: (s) => s.slots.at(0) === 1 && s.job.some(({ prio }) => prio === 0) }),
    },
  });
  const traceTo = async (property: string): Promise<Trace> => {
    const { violations } = await check(pool, { continue: true });
    const trace = violations.find((one) => one.property === property)?.trace;
    if (!trace) throw new TypeError(`${property} is not violated`);
    return trace;
  };
  const ask0 = { action: 'Ask', params: { j: 0 }, process: 'J0' };
  const here = { state: 'here', decides: true, wants: null, setBy: null };

  test('a guard: what fails, what was read, what would make it hold, who wrote it, and what comes after', async () => {
    const trace = await traceTo('NotBoth');
    expect(trace.steps.map((step) => [step.action, step.params])).toEqual([
      ['Ask', { j: 0 }],
      ['Ask', { j: 1 }],
      ['Run', {}],
    ]);
    const [first, second] = whyAction(pool, trace, 1, 'Ask').instances;
    expect(first).toEqual({
      params: { j: 0 },
      process: 'J0',
      enabled: false,
      failed: 'idle',
      changes: null,
      effect: null,
      conjuncts: [
        {
          name: 'idle',
          reached: true,
          answer: false,
          fault: null,
          reads: [
            {
              ...here,
              path: 'job[0].phase',
              value: 'waiting',
              wants: ['idle'],
              setBy: { step: 1, ...ask0 },
            },
          ],
        },
        {
          name: 'inOrder',
          reached: false,
          answer: false,
          fault: null,
          reads: [{ ...here, path: 'top', value: 1, wants: [0], setBy: { step: 1, ...ask0 } }],
        },
      ],
    });
    expect(second).toMatchObject({ enabled: true, failed: null, params: { j: 1 } });
    expect(second?.changes).toEqual([
      { path: 'top', before: 1, after: 2 },
      { path: 'job[1].phase', before: 'idle', after: 'waiting' },
    ]);
    expect(second?.effect?.reads.map(({ path }) => path)).toEqual(['top']);
    expect(second?.effect?.writes).toEqual(['job[1].phase', 'top']);
  });

  test('a conjunct that cannot be asked without those before it says so, and a wide integer is not tried out', async () => {
    const trace = await traceTo('NotBoth');
    const [run] = whyAction(pool, trace, 0, 'Run').instances;
    expect(run?.conjuncts.map(({ name, reached, answer, fault }) => [name, reached, answer, fault])).toEqual([
      ['some', true, false, null],
      ['topWaits', false, null, 'job[-1] is outside its 3 elements'],
      ['roomy', false, true, null],
    ]);
    const wide: typeof pool = {
      ...pool,
      initial: [{ ...(pool.initial[0] ?? fail()), big: 7 }],
    };
    const { violations } = await check(wide);
    const [stuck] = whyAction(wide, violations[0]?.trace ?? fail(), 0, 'Run').instances;
    expect(stuck?.conjuncts[2]?.reads).toEqual([{ ...here, path: 'big', value: 7 }]);
  });

  test('parameters choose instances, as text too; what does not exist is refused', async () => {
    const trace = await traceTo('NotBoth');
    expect(whyAction(pool, trace.id, 1, 'Ask', { j: '2' }).instances.map(({ params }) => params)).toEqual([
      { j: 2 },
    ]);
    const untyped: System<(typeof pool)['state']> = pool;
    const refused: readonly [() => unknown, string][] = [
      [() => why(pool, { trace, step: 4, name: 'Ask' }), 'step 4: this trace has the steps 0 to 3'],
      [() => why(pool, { trace, step: -1, name: 'Ask' }), 'step -1: this trace has the steps 0 to 3'],
      [
        () => why(untyped, { trace, step: 1, name: 'Aks' }),
        'pool has no action and no property Aks; it has Ask, Run, NotBoth, TopGrows, AllRun, Ends',
      ],
      [
        () => why(untyped, { trace, step: 1, name: 'Ask', params: { k: 1 } }),
        'Ask has no parameter k; it takes j',
      ],
      [
        () => why(pool, { trace, step: 1, name: 'Run', params: { j: 1 } }),
        'Run has no parameter j; it takes no parameters',
      ],
      [
        () => why(pool, { trace, step: 1, name: 'Ask', params: { j: 3 } }),
        'Ask has no instance with j=3; j is one of 0, 1, 2',
      ],
      [
        () => why(pool, { trace, step: 1, name: 'NotBoth', params: { j: 1 } }),
        'NotBoth is a property and takes no parameters; leave out j',
      ],
      [
        () => why(pool, { trace, step: 0, name: 'TopGrows' }),
        'TopGrows judges steps, and no step leads to the initial state; ask at a later one',
      ],
    ];
    for (const [ask, message] of refused) expect(ask).toThrow(message);
  });

  test('an invariant: of an `every` that fails, the element that failed decides', async () => {
    const trace = await traceTo('NotBoth');
    expect(whyProperty(pool, trace, 1, 'NotBoth')).toMatchObject({
      verdict: 'not asked',
      predicates: [{ name: 'when', answer: false, reads: [{ path: 'top', wants: [2, 3] }] }],
    });
    const violated = whyProperty(pool, trace, 3, 'NotBoth');
    expect(violated.verdict).toBe('violated');
    expect(violated.predicates[0]).toMatchObject({ name: 'when', answer: true });
    expect(violated.predicates[1]?.reads.map(({ path, decides, wants }) => [path, decides, wants])).toEqual([
      ['job[0].phase', false, []],
      ['job[1].phase', true, ['idle', 'waiting']],
      ['slots[0]', true, [2]],
      ['slots[1]', true, [2]],
      ['slots[2]', true, [2]],
    ]);
  });

  test('a step property: the states before and after, and who wrote each', async () => {
    const trace = await traceTo('TopGrows');
    expect(trace.steps.map(({ action }) => action)).toEqual(['Ask', 'Run']);
    const { verdict, predicates } = whyProperty(pool, trace, 2, 'TopGrows');
    expect(verdict).toBe('violated');
    expect(predicates).toEqual([
      {
        name: 'when',
        answer: true,
        reads: [{ ...here, path: 'top', value: 1, state: 'before', setBy: { step: 1, ...ask0 } }],
      },
      {
        name: 'holds',
        answer: false,
        reads: [
          { ...here, path: 'top', value: 1, state: 'after', wants: [2, 3], setBy: { step: 1, ...ask0 } },
          { ...here, path: 'top', value: 1, state: 'before', wants: [0], setBy: { step: 1, ...ask0 } },
        ],
      },
    ]);
    expect(whyProperty(pool, trace, 1, 'TopGrows').verdict).toBe('holds');
  });

  test('reachability and deadlocks: what is enabled, and what `final` read', async () => {
    const trace = await traceTo('Ends');
    const end = trace.steps.length;
    expect(whyProperty(pool, trace, 0, 'Ends')).toMatchObject({
      verdict: 'not asked',
      enabled: [{ action: 'Ask', params: { j: 0 }, process: 'J0' }],
    });
    expect(whyProperty(pool, trace, end, 'Ends')).toMatchObject({
      verdict: 'violated',
      enabled: [],
      predicates: [{ name: 'final', answer: false, reads: [{ path: 'slots[0]', value: 0, wants: [1] }] }],
    });
    expect(whyProperty(pool, trace, end, 'AllRun')).toMatchObject({
      verdict: 'not reached',
      predicates: [{ name: 'reached', reads: [{}, {}, {}] }],
    });
  });

  test('a reached guard that reads out of range is a fault of the system, and is told as one', async () => {
    const faulty = {
      ...pool,
      actions: {
        Peek: action({ guard: { peeks: (s) => s.slots.at(s.top - 1) === 1 }, effect: () => undefined }),
      },
      properties: { Never: always({ holds: () => false }) },
    };
    const { violations } = await check(faulty);
    const trace = violations[0]?.trace ?? fail();
    expect(trace.steps).toEqual([]);
    expect(() => why(faulty, { trace, step: 0, name: 'Peek' })).toThrow(
      'guard peeks of Peek: slots[-1] is outside its 3 elements',
    );
    expect(whyProperty(faulty, trace, 0, 'Never')).toMatchObject({ verdict: 'violated' });
  });

  test('a predicate that does not end on a state that cannot be is no answer', async () => {
    const chain = record({ head: int(0, 2), next: array(3, int(0, 2)) });
    const of = over(chain);
    const length = (s: { readonly head: number; readonly next: { at(index: number): number } }): number => {
      let count = 0;
      for (let at = s.head; at !== 0; at = s.next.at(at)) count++;
      return count;
    };
    const list = of.system({
      name: 'list',
      initial: [{ head: 1, next: [0, 0, 0] }],
      actions: {},
      properties: { Two: of.always({ holds: (s) => length(s) === 2 }) },
    });
    const { violations } = await check(list);
    const answer = whyProperty(list, violations[0]?.trace ?? fail(), 0, 'Two');
    // next[1] = 1 would be a circle.
    expect(answer.predicates[0]?.reads.map(({ path, wants }) => [path, wants])).toEqual([
      ['head', []],
      ['next[1]', [2]],
    ]);
  });
});
