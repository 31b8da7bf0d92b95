/**
 * Random small systems that are symmetric by construction, and with one blemish perhaps not: functions speak of members by
 * parameters and by counting alone, and the blemish is a test or a statement that names one, or compares two.
 *
 * A tape of numbers makes the choices, as in random-system.ts; its first number says whether there is a blemish.
 */
import { array, bool, int, oneOf, record } from '../language/schema.ts';
import type { Field, Plain, RecordField } from '../language/schema.ts';
import type { Action, Params, Property, StepView, SymmetricSet, System } from '../language/system.ts';
import { over, range } from '../language/over.ts';

/** A state with every field that a tape may choose; those left out are never read. */
interface Live {
  g: number;
  holder: number;
  /** A member while g is 2, else 0. */
  spot: number;
  col: Items<number>;
  next: Items<number>;
  edge: { at(index: number): Items<boolean> };
  m: { at(index: number): { on: string; of: number; seen: Items<boolean> } };
}
interface Items<T> {
  at(index: number): T;
  set(index: number, value: T): void;
}
type Test = (s: Live, p: Params, after?: Live) => boolean;
type Statement = (s: Live, p: Params) => void;

export default function randomSymmetric(tape: readonly number[]): System {
  let at = 0;
  const choose = (count: number): number => (tape[at++] ?? 0) % count;
  const pick = <T>(...from: readonly [T, ...T[]]): T => from[choose(from.length)] ?? from[0];
  const some = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

  let blemishes = choose(2);
  const n = pick(3, 2, 3, 4);
  const offset = choose(2);
  const first = choose(4) === 3 ? 1 : 0;
  // A second set of two, which indexes `m[].seen` and is what `m[].of` refers to.
  const others = choose(2) === 1 ? 2 : 0;
  const has = {
    spot: choose(2) === 1,
    next: n < 4 && choose(2) === 1,
    edge: n === 2 && choose(3) === 2,
    m: n < 4 && choose(2) === 1,
  };
  const length = n + first;
  const names = ['off', 'on', 'held'].slice(0, 2 + choose(2));
  const fields: Record<string, Field> = {
    g: int(0, 2),
    ...(has.spot && { spot: int(0, length - 1) }),
    holder: int(offset === 0 ? -1 : 0, length - 1 + offset),
    col: array(length, int(0, 2)),
    ...(has.next && { next: array(length, int(0, length)) }),
    ...(has.edge && { edge: array(length, array(length, bool())) }),
    ...(has.m && {
      m: array(length, record({ on: oneOf(...names), of: int(0, 2), seen: array(2, bool()) })),
    }),
  };
  const members = range(n).map((member) => member + first);
  const none = offset === 0 ? -1 : 0;
  const { action, always, alwaysStep, sometimes, deadlockFree, system } = over(record(fields));

  const names2 = others > 0 ? ['p', 'q', 'o'] : ['p', 'q'];
  const of = (p: Params, name: string): number => Number(p[name] ?? first);
  const member = (): string => pick('p', 'q');
  const blemish = (): boolean => blemishes > 0 && choose(3) === 2 && blemishes-- > 0;
  const value = (): number => choose(3);

  /** A test of the state for the parameters p and q; without parameters only of all members together. */
  const test = (hasParams: boolean, depth = 1): Test => {
    if (blemish()) {
      const v = value();
      const kind = choose(hasParams ? 4 : 2);
      if (kind === 0) return (s) => s.col.at(first) !== v;
      if (kind === 1) return (s) => s.holder !== first + 1 + offset || s.g !== v;
      if (kind === 2) return (s, p) => of(p, 'p') <= of(p, 'q') || s.g === v;
      return (s, p) => of(p, 'p') !== first || s.g !== v || s.holder === none;
    }
    const kind = choose(depth === 0 ? 6 : 8);
    const [a, b, v, c] = [member(), member(), value(), 1 + choose(n)];
    if (kind === 6) {
      const [one, two] = [test(hasParams, 0), test(hasParams, 0)];
      return (s, p, after) => one(s, p, after) || two(s, p, after);
    }
    if (kind === 7) {
      const one = test(hasParams, 0);
      return (s, p, after) => !one(s, p, after);
    }
    if (kind === 5 && hasParams && has.spot && v === 2) return (s, p) => s.g === 2 && s.spot === of(p, a);
    if (kind === 5) return (s) => s.g !== v;
    if (!hasParams || kind === 4) {
      if (choose(2) === 1) return (s) => (s.holder === none) === (v === 0);
      return (s) => members.filter((one) => s.col.at(one) === v).length < c;
    }
    if (kind === 3) return (s, p) => s.holder === of(p, a) + offset;
    if (kind === 2 && has.next) return (s, p) => s.next.at(of(p, a)) === (v === 0 ? 0 : of(p, b) + 1);
    if (kind === 1 && has.m) {
      if (others > 0 && choose(2) === 1) return (s, p) => s.m.at(of(p, a)).seen.at(of(p, 'o')) === v > 0;
      return (s, p) => s.m.at(of(p, a)).on === names[v % names.length];
    }
    if (kind === 2 && has.edge) return (s, p) => s.edge.at(of(p, a)).at(of(p, b));
    if (kind === 1) return (_, p) => of(p, a) !== of(p, b);
    return (s, p) => s.col.at(of(p, a)) === v;
  };
  const statement = (depth = 1): Statement => {
    if (blemish()) {
      const kind = choose(3);
      if (kind === 0)
        return (s) => {
          s.col.set(first, (s.col.at(first) + 1) % 3);
        };
      if (kind === 1)
        return (s) => {
          s.holder = first + offset;
        };
      return (s, p) => {
        s.g = (s.g + of(p, 'p')) % 3;
      };
    }
    const kind = choose(depth === 0 ? 7 : 8);
    const [a, b, v] = [member(), member(), value()];
    if (kind === 7) {
      const [when, then] = [test(true, 0), statement(0)];
      return (s, p) => {
        if (when(s, p)) then(s, p);
      };
    }
    if (kind === 6)
      return (s) => {
        s.g = (s.g + 1 + (v & 1)) % 3;
      };
    if (kind === 5)
      return (s, p) => {
        s.holder = v === 0 ? none : of(p, a) + offset;
      };
    if (kind === 4 && has.next)
      return (s, p) => {
        s.next.set(of(p, a), v === 0 ? 0 : of(p, b) + 1);
      };
    if (kind === 3 && has.m) {
      if (others > 0 && v === 2)
        return (s, p) => {
          s.m.at(of(p, a)).seen.set(of(p, 'o'), s.g > 0);
        };
      if (others > 0 && v === 1)
        return (s, p) => {
          s.m.at(of(p, a)).of = of(p, 'o') + 1;
        };
      return (s, p) => {
        s.m.at(of(p, a)).on = names[v % names.length] ?? 'off';
      };
    }
    if (kind === 4 && has.edge)
      return (s, p) => {
        s.edge.at(of(p, a)).set(of(p, b), v > 0);
      };
    if (kind === 2)
      return (s) => {
        for (const one of members) s.col.set(one, (s.col.at(one) + v) % 3);
      };
    return (s, p) => {
      s.col.set(of(p, a), (s.col.at(of(p, a)) + 1 + (v & 1)) % 3);
    };
  };
  const actionOf = (): Action<RecordField> => {
    const guard = some(1 + choose(2), () => test(true));
    const effect = some(pick(1, 1, 2), () => statement());
    const params = { p: members, ...(choose(2) === 1 && { q: members }), ...(others > 0 && { o: range(2) }) };
    const full = (p: Params): Params => ({ q: p['p'] ?? first, ...p });
    return action<Params>({
      params,
      guard: Object.fromEntries(
        guard.map((one, index) => [`g${String(index)}`, (s: unknown, p) => one(s as Live, full(p))]),
      ),
      effect: (s: unknown, p) => {
        const next = s as Live;
        const before = next.g;
        for (const one of effect) one(next, full(p));
        if (has.spot) next.spot = next.g !== 2 ? 0 : before === 2 ? next.spot : of(p, 'p');
      },
    });
  };
  const propertyOf = (): Property<RecordField> => {
    const kind = choose(5);
    const [one, two] = [test(false), test(true)];
    const ofState = (s: unknown): boolean => one(s as Live, {});
    const when = choose(2) === 1 ? { when: (s: unknown) => (s as Live).g !== 1 } : {};
    if (kind < 2) return always({ holds: ofState, ...when });
    if (kind === 2) return sometimes({ reached: ofState });
    if (kind === 3) return deadlockFree({ final: ofState });
    return alwaysStep({
      holds: (before: unknown, after: unknown, { params }: StepView) =>
        one(before as Live, {}) || two(after as Live, { q: params['p'] ?? first, o: 0, ...params }),
    });
  };
  const zero = {
    g: 0,
    spot: 0,
    holder: none,
    col: some(length, () => 0),
    next: some(length, () => 0),
    edge: some(length, () => some(length, () => false)),
    m: some(length, () => ({ on: 'off', of: 0, seen: [false, false] })),
  };
  const only = (state: typeof zero): Plain<RecordField> =>
    Object.fromEntries(Object.entries(state).filter(([name]) => name in fields));
  // One initial state, or one for each member that holds.
  const initial =
    choose(3) === 2 ? members.map((one) => only({ ...zero, holder: one + offset })) : [only(zero)];
  const marked = blemish() ? initial.slice(0, 1) : initial;
  const set: SymmetricSet = {
    members,
    arrays: [
      'col',
      ...(has.next ? ['next'] : []),
      ...(has.edge ? ['edge', 'edge[]'] : []),
      ...(has.m ? ['m'] : []),
    ],
    references: [
      offset === 0 ? 'holder' : { path: 'holder', offset },
      ...(has.next ? [{ path: 'next[]', offset: 1 }] : []),
      ...(has.spot ? [{ path: 'spot', where: { path: 'g', is: 2 } }] : []),
    ],
    params: names2.slice(0, 2),
  };
  const count = 2 + choose(3);
  const actions = Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`A${String(index)}`, actionOf()]),
  );
  const isTwo = Object.values(actions).some((one) => 'q' in one.params);
  const second: SymmetricSet = {
    members: range(2),
    arrays: has.m ? ['m[].seen'] : [],
    references: has.m ? [{ path: 'm[].of', offset: 1 }] : [],
    params: ['o'],
  };
  return system({
    name: 'random symmetric',
    initial: marked,
    symmetry: {
      proc: { ...set, params: isTwo ? ['p', 'q'] : ['p'] },
      ...(others > 0 && { other: second }),
    },
    actions,
    properties: Object.fromEntries(
      Array.from({ length: 1 + choose(2) }, (_, index) => [`P${String(index)}`, propertyOf()]),
    ),
  });
}
