/* eslint-disable @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unnecessary-condition -- what does not compile has no type to be safe with */
/** What does not compile, and what is inferred. The compiler judges these tests; running them shows that they are there. */
import { describe, expect, expectTypeOf, test } from 'vitest';
import { array, bool, check, induction, int, oneOf, over, range, record, replay } from '../public.ts';
import { stateGraph, stepper, why } from '../public.ts';
import type { CheckOptions, Report, ReportOf, System, Trace, TraceOf } from '../public.ts';
import type { Draft, Plain, ReadScalars, View, WhyAction, WhyProperty } from '../public.ts';

const schema = record({
  lock: bool(),
  turn: int(0, 1),
  pc: array(2, oneOf('idle', 'critical')),
  m: array(2, record({ gen: int(0, 3), slots: array(2, bool()) })),
});
type S = typeof schema;
const { action, always, alwaysStep, deadlockFree, sometimes, system } = over(schema);
const initial = {
  lock: false,
  turn: 0,
  pc: ['idle', 'idle'],
  m: [
    { gen: 0, slots: [true, false] },
    { gen: 0, slots: [true, false] },
  ],
} as const;

describe('the types of states follow from the schema', () => {
  test('a view reads', () => {
    expectTypeOf<View<S>['lock']>().toEqualTypeOf<boolean>();
    expectTypeOf<View<S>['turn']>().toEqualTypeOf<number>();
    expectTypeOf<View<S>['pc']>().toEqualTypeOf<ReadScalars<'idle' | 'critical'>>();
    expectTypeOf<ReturnType<View<S>['m']['at']>['gen']>().toEqualTypeOf<number>();
    expectTypeOf<ReturnType<ReturnType<View<S>['m']['at']>['slots']['at']>>().toEqualTypeOf<boolean>();
  });

  test('a draft is a view that is written', () => {
    expectTypeOf<Draft<S>>().toExtend<View<S>>();
    expectTypeOf<Parameters<Draft<S>['pc']['set']>>().toEqualTypeOf<
      [index: number, value: 'idle' | 'critical']
    >();
  });

  test('a plain state is JSON', () => {
    expectTypeOf<Plain<S>['pc']>().toEqualTypeOf<readonly ('idle' | 'critical')[]>();
    expectTypeOf<Plain<S>['m'][number]['slots']>().toEqualTypeOf<readonly boolean[]>();
  });
});

test('the types of parameters follow from their domains', () => {
  action({
    params: { p: range(2), to: ['a', 'b'], on: [true, false] },
    guard: {
      any: (_, params) => {
        expectTypeOf(params).toEqualTypeOf<Readonly<{ p: number; to: 'a' | 'b'; on: boolean }>>();
        return true;
      },
    },
    effect: (_, { to }) => {
      expectTypeOf(to).toEqualTypeOf<'a' | 'b'>();
    },
    process: ({ p }) => `p${String(p)}`,
  });
});

test('guards do not compile that read what is not there', () => {
  action({
    params: { p: range(2) },
    guard: {
      // @ts-expect-error -- no such field
      field: (s) => s.locked,
      // @ts-expect-error -- no such value of the enum
      value: (s, { p }) => s.pc.at(p) === 'busy',
      // @ts-expect-error -- no such parameter
      parameter: (s, { q }) => s.pc.at(q) === 'idle',
      // @ts-expect-error -- a number is not a boolean
      truth: (s) => s.turn,
      // @ts-expect-error -- no such field of an element
      element: (s, { p }) => s.m.at(p).generation === 0,
    },
    effect: () => undefined,
  });
  action({
    // @ts-expect-error -- without parameters there is none to compare with
    guard: { mine: (s, { p }) => s.turn === p },
    effect: () => undefined,
  });
});

test('guards and properties do not compile that write', () => {
  action({
    guard: {
      // @ts-expect-error -- readonly
      assigns: (s) => (s.lock = true),
      // @ts-expect-error -- a view's array has no set
      sets: (s) => s.pc.set(0, 'idle') === undefined,
      // @ts-expect-error -- readonly
      deep: (s) => (s.m.at(0).gen = 1) === 1,
    },
    effect: () => undefined,
  });
  // @ts-expect-error -- readonly
  always({ holds: (s) => (s.lock = true) });
  // @ts-expect-error -- readonly
  alwaysStep({ holds: (_, after) => (after.lock = true) });
  // @ts-expect-error -- readonly
  sometimes({ reached: (s) => (s.turn = 1) === 1 });
  // @ts-expect-error -- readonly
  deadlockFree({ final: (s) => (s.turn = 1) === 1 });
});

test('effects do not compile that write outside the schema', () => {
  action({
    params: { p: range(2) },
    guard: {},
    effect: (s, params) => {
      const { p } = params;
      s.lock = true;
      s.m.at(p).slots.set(0, s.lock);
      // @ts-expect-error -- no such value of the enum
      s.pc.set(p, 'busy');
      // @ts-expect-error -- a boolean is not a number
      s.turn = true;
      // @ts-expect-error -- an array is not assigned as a whole
      s.pc = ['idle', 'idle'];
      // @ts-expect-error -- nor is a record
      s.m.at(p).slots = s.m.at(0).slots;
      // @ts-expect-error -- no such field
      s.locked = true;
      // @ts-expect-error -- parameters are readonly
      params.p = 1;
    },
  });
});

test('initial states do not compile that are not of the schema', () => {
  const of = { name: 'typed', actions: {}, properties: {} };
  system({ ...of, initial: [initial] });
  // @ts-expect-error -- a field is missing
  system({ ...of, initial: [{ lock: false, turn: 0, pc: ['idle', 'idle'] }] });
  // @ts-expect-error -- no such value of the enum
  system({ ...of, initial: [{ ...initial, pc: ['idle', 'busy'] }] });
  // @ts-expect-error -- no such field
  system({ ...of, initial: [{ ...initial, locked: true }] });
});

test('actions and properties of another schema do not compile into a system', () => {
  const other = over(record({ phase: oneOf('up', 'down') }));
  const foreign = other.always({ holds: (s) => s.phase === 'up' });
  // @ts-expect-error -- it reads a field that this schema lacks
  system({ name: 'mixed', initial: [initial], actions: {}, properties: { foreign } });
});

describe('a system knows its names, and what is made of it knows them too', () => {
  const { Enter, MutualExclusion } = {
    Enter: action({
      params: { p: range(2), how: ['calm', 'rash'] },
      guard: { idle: (s, { p }) => s.pc.at(p) === 'idle' },
      effect: (s, { p }) => {
        s.pc.set(p, 'critical');
      },
    }),
    MutualExclusion: always({ holds: (s) => s.pc.count((pc) => pc === 'critical') <= 1 }),
  };
  const Reset = action({
    guard: {},
    effect: (s) => {
      s.lock = false;
    },
  });
  const mutex = system({
    name: 'mutex',
    initial: [initial],
    actions: { Enter, Reset },
    properties: { MutualExclusion },
  });
  type Mutex = typeof mutex;

  test('the names of actions, their parameters, and the names of properties', () => {
    expectTypeOf<keyof Mutex['actions']>().toEqualTypeOf<'Enter' | 'Reset'>();
    expectTypeOf<keyof Mutex['properties']>().toEqualTypeOf<'MutualExclusion'>();
    expectTypeOf<TraceOf<Mutex>['steps'][number]['action']>().toEqualTypeOf<'Enter' | 'Reset'>();
    expectTypeOf<ReportOf<Mutex>['violations'][number]['property']>().toEqualTypeOf<'MutualExclusion'>();
    expectTypeOf<ReportOf<Mutex>['actions'][number]['action']>().toEqualTypeOf<'Enter' | 'Reset'>();
  });

  test('an annotation with the schema alone leaves the names open', () => {
    const open: System<S> = system({ name: 'open', initial: [initial], actions: { Enter }, properties: {} });
    expect(Object.keys(open.actions)).toEqual(['Enter']);
    expectTypeOf<TraceOf<System<S>>['steps'][number]['action']>().toEqualTypeOf<string>();
    expectTypeOf<TraceOf<System<S>>['initial']>().toEqualTypeOf<Plain<S>>();
    expectTypeOf(mutex).toExtend<System<S>>();
    expectTypeOf<ReportOf<Mutex>>().toExtend<Report>();
    expectTypeOf<TraceOf<Mutex>>().toExtend<Trace>();
  });

  test('a step of a counterexample: its action tells its parameters, and its state is that of the schema', async () => {
    const report = await check(mutex);
    expectTypeOf(report).toEqualTypeOf<ReportOf<Mutex>>();
    const trace = report.violations[0]?.trace;
    expectTypeOf(trace).toEqualTypeOf<TraceOf<Mutex> | null | undefined>();
    const names = trace?.steps.map((step) => {
      expectTypeOf(step.state.pc).toEqualTypeOf<readonly ('idle' | 'critical')[]>();
      // @ts-expect-error -- no such action
      if (step.action === 'Leave') return 'never';
      if (step.action === 'Reset') return 'reset';
      expectTypeOf(step.params.how).toEqualTypeOf<'calm' | 'rash'>();
      return `${step.action} ${String(step.params.p)}`;
    });
    expect(names).toEqual(['Enter 0', 'Enter 1']);
    if (trace) expect(replay(mutex, trace.id).steps).toEqual(trace.steps);
  });

  test('a mistyped property, action or parameter does not compile', async () => {
    const { violations } = await check(mutex, { properties: ['MutualExclusion'] });
    const trace = violations[0]?.trace ?? replay(mutex, '');
    // @ts-expect-error -- no such property
    await expect(check(mutex, { properties: ['Exclusion'] })).rejects.toThrow('no property Exclusion');
    // @ts-expect-error -- no such property
    await expect(induction(mutex, {}, { properties: ['Exclusion'] })).rejects.toThrow('no property');
    const action = why(mutex, { trace, step: 0, name: 'Enter', params: { p: 1 } });
    expectTypeOf(action).toEqualTypeOf<WhyAction>();
    const property = why(mutex, { trace, step: 0, name: 'MutualExclusion' });
    expectTypeOf(property).toEqualTypeOf<WhyProperty>();
    // @ts-expect-error -- no such name
    expect(() => why(mutex, { trace, step: 0, name: 'Leave' })).toThrow('no action and no property');
    // @ts-expect-error -- no such parameter
    expect(() => why(mutex, { trace, step: 0, name: 'Enter', params: { q: 1 } })).toThrow('no parameter q');
    const walk = stepper(mutex);
    expectTypeOf(walk.violated()).toEqualTypeOf<readonly 'MutualExclusion'[]>();
    expectTypeOf<(typeof walk)['steps'][number]['action']>().toEqualTypeOf<'Enter' | 'Reset'>();
  });

  test('options that exclude each other do not compile, and are refused at run time', async () => {
    const module = { url: 'file:///nowhere.js' };
    const refused = [
      // @ts-expect-error -- depth-first has one worker
      () => check(mutex, { search: 'depth-first', workers: 2, module }),
      // @ts-expect-error -- workers need a module
      () => check(mutex, { workers: 2 }),
      // @ts-expect-error -- debug mode checks every access
      () => check(mutex, { debug: true, unchecked: true }),
      // @ts-expect-error -- no such option
      () => check(mutex, { depth: 3 }),
      // @ts-expect-error -- no such option
      () => stateGraph(mutex, { depthMax: 3 }),
    ];
    for (const one of refused) await expect(one()).rejects.toMatchObject({ code: 'options' });
    const allowed: CheckOptions<'MutualExclusion'>[] = [
      { workers: 1, debug: true },
      { search: 'depth-first', unchecked: true },
      { search: 'breadth-first', workers: Math.max(1, 2), module, unchecked: false },
    ];
    expect(allowed).toHaveLength(3);
  });
});

test('fairness names actions of the system', () => {
  const Enter = action({ guard: {}, effect: () => undefined });
  const about = { name: 'fair', initial: [initial], actions: { Enter }, properties: {} };
  const fair = system({ ...about, fairness: { weak: [{ actions: ['Enter'] }], strong: ['Enter', 'p=0'] } });
  expect(fair.fairness).toBeDefined();
  // @ts-expect-error -- no such action
  system({ ...about, fairness: { weak: [{ actions: ['Entre'] }] } });
  // @ts-expect-error -- no such action to except
  system({ ...about, fairness: { strong: [{ except: ['Leave'] }] } });
  const asked = (): unknown =>
    // @ts-expect-error -- no such action
    check(fair, { fairness: { weak: [{ actions: ['Entre'] }] } });
  expect(asked).toBeDefined();
});
