/* eslint-disable @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unnecessary-condition -- what does not compile has no type to be safe with */
import { describe, expect, expectTypeOf, test } from 'vitest';
import { array, bool, check, compose, int, oneOf, over, range, record } from '../public.ts';
import type { Action, Field, RecordField, ReportOf, TraceOf } from '../public.ts';
import type { Params } from '../public.ts';

/** A writer that gives numbers to readers; a reader holds one, and may take two at once. */
const composed = ({ fair }: { readonly fair?: 'weak' | 'strong' }) => {
  const { always, deadlockFree, leadsTo, step, system } = compose(
    { full: bool(), value: int(0, 3) },
    {
      writer: { places: ['idle', 'writing'], fields: { last: int(0, 3) }, fair: 'weak' },
      reader: {
        count: 2,
        places: ['start', 'got', 'again'],
        fields: { seen: int(0, 3) },
        ...(fair && { fair }),
      },
    },
  );
  return system({
    name: 'twins',
    actions: {
      Choose: step.writer('idle', {
        params: { by: [1, 2] },
        guard: { room: (s, me, { by }) => !s.full && me.last + by <= 3 },
        effect: (_, me, { by }) => {
          me.last += by;
        },
      }),
      Wrap: step.writer('idle', {
        guard: { top: (_, me) => me.last === 3 },
        effect: (_, me) => {
          me.last = 0;
        },
        to: 'idle',
      }),
      Write: step.writer('writing', {
        effect: (s, me) => {
          s.full = true;
          s.value = me.last;
        },
      }),
      Take: step.reader('start', {
        guard: { full: (s) => s.full },
        effect: (s, me) => {
          s.full = false;
          me.seen = s.value;
        },
        to: (s) => (s.value === 2 ? 'again' : 'got'),
      }),
      Use: step.reader(['got', 'again'], {
        effect: (_, me) => {
          if (me.pc === 'again') me.seen = 0;
        },
      }),
    },
    properties: {
      SeenIsWritten: always({ holds: (s) => s.reader.every(({ pc, seen }) => pc !== 'got' || seen > 1) }),
      NoDeadlock: deadlockFree({ final: () => false }),
      Served: leadsTo({
        params: { r: range(2) },
        from: (s, { r }) => s.reader.at(r).pc === 'got',
        to: (s, { r }) => s.reader.at(r).pc === 'start',
      }),
    },
  });
};

/** The same without `compose`. */
const byHand = ({ fair }: { readonly fair?: 'weak' | 'strong' }) => {
  const { action, always, deadlockFree, leadsTo, system, zero } = over(
    record({
      full: bool(),
      value: int(0, 3),
      writer: record({ pc: oneOf('idle', 'writing'), last: int(0, 3) }),
      reader: array(2, record({ pc: oneOf('start', 'got', 'again'), seen: int(0, 3) })),
    }),
  );
  const writer = { process: () => 'writer' };
  const readers = ['reader=0', 'reader=1'].map((process) => ({ process }));
  return system({
    name: 'twins',
    initial: [zero],
    fairness: {
      weak: [{ process: 'writer' }, ...(fair === 'weak' ? readers : [])],
      strong: fair === 'strong' ? readers : [],
    },
    actions: {
      Choose: action({
        ...writer,
        params: { by: [1, 2] },
        guard: {
          at: (s) => s.writer.pc === 'idle',
          room: (s, { by }) => !s.full && s.writer.last + by <= 3,
        },
        effect: (s, { by }) => {
          s.writer.last += by;
          s.writer.pc = 'writing';
        },
      }),
      Wrap: action({
        ...writer,
        guard: { at: (s) => s.writer.pc === 'idle', top: (s) => s.writer.last === 3 },
        effect: (s) => {
          s.writer.last = 0;
        },
      }),
      Write: action({
        ...writer,
        guard: { at: (s) => s.writer.pc === 'writing' },
        effect: (s) => {
          s.full = true;
          s.value = s.writer.last;
          s.writer.pc = 'idle';
        },
      }),
      Take: action({
        params: { reader: range(2) },
        guard: { at: (s, { reader }) => s.reader.at(reader).pc === 'start', full: (s) => s.full },
        effect: (s, { reader }) => {
          s.full = false;
          s.reader.at(reader).seen = s.value;
          s.reader.at(reader).pc = s.value === 2 ? 'again' : 'got';
        },
      }),
      Use: action({
        params: { reader: range(2) },
        guard: { at: (s, { reader }) => s.reader.at(reader).pc !== 'start' },
        effect: (s, { reader }) => {
          const me = s.reader.at(reader);
          const { pc } = me;
          if (pc === 'again') me.seen = 0;
          me.pc = pc === 'got' ? 'again' : 'start';
        },
      }),
    },
    properties: {
      SeenIsWritten: always({ holds: (s) => s.reader.every(({ pc, seen }) => pc !== 'got' || seen > 1) }),
      NoDeadlock: deadlockFree({ final: () => false }),
      Served: leadsTo({
        params: { r: range(2) },
        from: (s, { r }) => s.reader.at(r).pc === 'got',
        to: (s, { r }) => s.reader.at(r).pc === 'start',
      }),
    },
  });
};

const timeless = { elapsedMs: 0, statesPerSecond: 0, liveness: null };

describe('a composed system', () => {
  test.each([{}, { fair: 'weak' }, { fair: 'strong' }] as const)(
    'has the report of the one that is written by hand, with %o',
    async (fair) => {
      const options = { continue: true } as const;
      const report = { ...(await check(composed(fair), options)), ...timeless };
      expect(report).toEqual({ ...(await check(byHand(fair), options)), ...timeless });
      expect(report.distinct).toBeGreaterThan(300);
      const violated = report.violations.map(({ property }) => property);
      expect(violated).toEqual('fair' in fair ? ['SeenIsWritten'] : ['SeenIsWritten', 'Served']);
    },
  );

  test('of random processes is the one that is written by hand', async () => {
    let violated = 0;
    for (let seed = 0; seed < 20; seed++) {
      const [one, other] = [randomComposed(seed), randomByHand(seed)];
      const report = { ...(await check(one, { continue: true })), ...timeless };
      expect(report, `seed ${String(seed)}`).toEqual({
        ...(await check(other, { continue: true })),
        ...timeless,
      });
      violated += report.violations.length;
    }
    expect(violated).toBeGreaterThan(0);
  });

  test('takes the fairness and the initial states that the system gives', () => {
    const { system, zero } = compose({ n: int(0, 3) }, { p: { places: ['a'], fair: 'weak' } });
    const about = { name: 'given', actions: {}, properties: {} };
    expect(system(about).initial).toEqual([{ n: 0, p: { pc: 'a' } }]);
    expect(system(about).fairness).toEqual({ weak: [{ process: 'p' }], strong: [] });
    const given = system({ ...about, fairness: 'strong', initial: [{ ...zero, n: 2 }] });
    expect(given).toMatchObject({ fairness: 'strong', initial: [{ n: 2 }] });
  });
});

test('names that clash are refused', () => {
  expect(() => compose({ p: bool() }, { p: { places: ['a'] } })).toThrow(
    'shared field and a kind of process',
  );
  expect(() => compose({}, { p: { places: ['a'], fields: { pc: bool() } } })).toThrow(
    'p.pc is the program counter',
  );
  expect(() => compose({}, { p: { places: [] } })).toThrow('at least one name');
  const { step } = compose({}, { p: { count: 2, places: ['a'] } });
  // The name of the kind is that of the index.
  expect(() => step.p('a', { params: { p: [1] } })).toThrow('the parameter p is the process');
  expect(() => step.p('a', { guard: { at: () => true } })).toThrow('step.p(…): the conjunct at');
});

test('the type of a composed system knows places, fields, actions and parameters', () => {
  type S = ReturnType<typeof composed>;
  expectTypeOf<ReportOf<S>['violations'][number]['property']>().toEqualTypeOf<
    'SeenIsWritten' | 'NoDeadlock' | 'Served'
  >();
  type Step = TraceOf<S>['steps'][number];
  expectTypeOf<Extract<Step, { action: 'Take' }>['params']['reader']>().toEqualTypeOf<number>();
  expectTypeOf<Step['state']['reader'][number]['pc']>().toEqualTypeOf<'start' | 'got' | 'again'>();
  expectTypeOf<Step['state']['writer']['pc']>().toEqualTypeOf<'idle' | 'writing'>();

  const { step } = compose(
    { n: int(0, 3) },
    { p: { count: 2, places: ['a', 'b'], fields: { own: int(0, 3) } }, q: { places: ['c'] } },
  );
  // @ts-expect-error -- no such kind
  expect(() => step.r('a', {})).toThrow();
  // @ts-expect-error -- a place of another kind
  step.p('c', {});
  // @ts-expect-error -- leads to no place
  step.p('a', { to: 'd' });
  // @ts-expect-error -- leads to no place
  step.p('a', { to: () => 'd' });
  step.p(['a', 'b'], {
    params: { by: ['x', 'y'] },
    guard: {
      // @ts-expect-error -- no such field
      own: (_, me) => me.owned === 1,
      // @ts-expect-error -- guards do not write
      write: (_, me) => (me.own = 1) === 1,
      typed: (_, __, { p, by }) => {
        expectTypeOf(p).toEqualTypeOf<number>();
        expectTypeOf(by).toEqualTypeOf<'x' | 'y'>();
        return true;
      },
    },
    effect: (s, me) => {
      s.n = me.own;
      // @ts-expect-error -- `to` moves the counter
      me.pc = 'a';
    },
  });
  // @ts-expect-error -- there is one, which has no index
  step.q('c', { effect: (_, __, { q }) => q });
});

/** Two kinds with some places and one number each, which they share in part. */
function shapeOf(seed: number) {
  let left = seed + 1;
  const draw = (below: number): number => {
    left = (left * 48271) % 2147483647;
    return Math.floor((left / 2147483647) * below);
  };
  const kinds = ['p', 'q'].map((name) => {
    const places = ['a', 'b', 'c'].slice(0, 1 + draw(3));
    const place = (): string => places[draw(places.length)] ?? 'a';
    return {
      name,
      places,
      count: draw(3),
      actions: Array.from({ length: 1 + draw(4) }, (_, index) => ({
        name: `${name.toUpperCase()}${String(index)}`,
        from: [place(), ...(draw(3) === 0 ? [place()] : [])],
        to: draw(2) === 0 ? undefined : place(),
        below: draw(4),
        add: draw(3),
        give: draw(3),
      })),
    };
  });
  return { kinds, top: 1 + draw(5) };
}

interface Numbers {
  n: number;
}

function randomComposed(seed: number) {
  const { kinds, top } = shapeOf(seed);
  const { always, deadlockFree, step, system } = compose(
    { n: int(0, 5) },
    Object.fromEntries(
      kinds.map(({ name, places, count }) => [
        name,
        { places, fields: { n: int(0, 2) }, ...(count > 0 && { count }) },
      ]),
    ),
  );
  const actions: Record<string, Action<RecordField>> = {};
  for (const { name: kind, actions: of } of kinds)
    for (const { name, from, to, below, add, give } of of)
      actions[name] = step[kind]?.(from.length === 1 ? (from[0] ?? '') : from, {
        guard: { low: (_, me) => me['n'] <= below },
        effect: (s, me) => {
          // Sound because both have the number n; the names of random kinds are not known to the compiler.
          const [all, own] = [s, me] as unknown as readonly [Numbers, Numbers];
          all.n = Math.min(5, all.n + give);
          own.n = (own.n + add) % 3;
        },
        ...(to !== undefined && { to }),
      }) as unknown as Action<RecordField>;
  return system({
    name: 'random',
    actions: actions,
    properties: {
      Low: always({ holds: (s) => (s as unknown as Numbers).n <= top }),
      NoDeadlock: deadlockFree({ final: () => false }),
    },
  });
}

function randomByHand(seed: number) {
  const { kinds, top } = shapeOf(seed);
  const fields: Record<string, Field> = { n: int(0, 5) };
  for (const { name, places, count } of kinds) {
    const process = record({ pc: oneOf(...places), n: int(0, 2) });
    fields[name] = count > 0 ? array(count, process) : process;
  }
  const { action, always, deadlockFree, system, zero } = over(record(fields));
  type Process = Numbers & { pc: string };
  const actions: Record<string, Action<RecordField>> = {};
  for (const { name: kind, places, count, actions: of } of kinds) {
    const meOf = (s: unknown, params: Params): Process => {
      const held = (s as Record<string, unknown>)[kind];
      return (count > 0 ? (held as { at(i: number): unknown }).at(Number(params[kind])) : held) as Process;
    };
    for (const { name, from, to, below, add, give } of of)
      actions[name] = action({
        params: count > 0 ? { [kind]: range(count) } : {},
        ...(count === 0 && { process: () => kind }),
        guard: {
          at: (s, params: Params) => from.includes(meOf(s, params).pc),
          low: (s, params: Params) => meOf(s, params).n <= below,
        },
        effect: (s, params: Params) => {
          const me = meOf(s, params);
          const all = s as unknown as Numbers;
          all.n = Math.min(5, all.n + give);
          me.n = (me.n + add) % 3;
          me.pc = to ?? places[(places.indexOf(me.pc) + 1) % places.length] ?? '';
        },
      });
  }
  return system({
    name: 'random',
    initial: [zero],
    actions,
    properties: {
      Low: always({ holds: (s) => (s as unknown as Numbers).n <= top }),
      NoDeadlock: deadlockFree({ final: () => false }),
    },
  });
}
