import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SystemError, fingerprint, int, over, range, record, replay, traceThrough } from '../index.ts';
import { programOf } from '../language/program.ts';
import { traceOf } from './trace.ts';
import type { Digit } from './trace-id.ts';
import { PATH, codedBy, idOf, isId } from './trace-id.ts';
import { viewsOf } from '../state/views.ts';

const digits = fc
  .integer({ min: 1, max: 0xffff })
  .chain((base) => fc.integer({ min: 0, max: base - 1 }).map((digit): Digit => [digit, base]));

const repeated = (some: readonly Digit[], length: number): Digit[] =>
  Array.from({ length }, (_, at) => some[at % some.length] ?? [0, 1]);

describe('an id', () => {
  test.each([0, 1, 9999, 10_000, 10_001, 30_000])('of %i steps gives back every digit', (length) => {
    fc.assert(
      fc.property(
        fc.array(digits, { minLength: 1 }),
        digits,
        fc.option(fc.nat(length)),
        (some, root, back) => {
          const loop = back ?? undefined;
          const steps = repeated(some, length);
          const id = idOf({ fingerprint: '0123abcd', loop, path: 5, root, steps });
          expect(isId(id)).toBe(true);
          const coded = codedBy(id);
          expect([coded.fingerprint, coded.steps, coded.loop]).toEqual(['0123abcd', length, loop]);
          expect(coded.digit(PATH)).toBe(5);
          expect(coded.digit(root[1])).toBe(root[0]);
          for (const [digit, base] of steps) if (coded.digit(base) !== digit) throw new Error(`not ${digit}`);
          expect(coded.isRead()).toBe(true);
        },
      ),
      { numRuns: length > 1 ? 8 : 100 },
    );
  });

  test.each([12, 10_000])(
    'of %i steps with one wrong, missing or further character is refused, or found not to fit',
    (length) => {
      const steps = repeated(
        [
          [1, 3],
          [0, 1],
          [6, 7],
        ],
        length,
      );
      const id = idOf({ fingerprint: '0123abcd', loop: undefined, path: 5, root: [0, 1], steps });
      const from = id.lastIndexOf('-') + 2;
      for (let at = from; at < Math.min(id.length, from + 200); at++) {
        for (const other of [
          id.slice(0, at) + (id[at] === '7' ? 'x' : '7') + id.slice(at + 1),
          id.slice(0, at) + id.slice(at + 1),
          `${id.slice(0, at)}7${id.slice(at)}`,
        ]) {
          if (other === id) continue;
          expect(() => codedBy(other), other).toThrow('has a wrong or missing character');
        }
      }
    },
  );

  test('of a million digits is refused at once', () => {
    // Of computing: how long that takes depends on what else runs.
    const before = process.cpuUsage();
    for (const steps of ['1', '99999', '999999', '9999999', '12345678', '']) {
      for (const text of ['z'.repeat(1e6), `_${'z'.repeat(1e6)}`, '0'.repeat(1e6)])
        expect(() => codedBy(`0123abcd-${steps}-${text}`)).toThrow(/is not a trace id|wrong or missing/);
    }
    expect(process.cpuUsage(before).user).toBeLessThan(5_000_000);
  });
});

const { action, always, system } = over(record({ n: int(0, 2_000_000), side: int(0, 2) }));
const long = system({
  name: 'long',
  initial: [{ n: 0, side: 0 }],
  actions: {
    Add: action({
      params: { side: range(3) },
      guard: { room: (s) => s.n < 2_000_000 },
      effect: (next, { side }) => {
        next.n++;
        next.side = side;
      },
    }),
  },
  properties: { Short: always({ holds: (s) => s.n < 1_000_000 }) },
});

test('of many initial states only the first are in the mark, and a trace of one that differs is refused', () => {
  const many = (last: number, length = 2000) =>
    system({
      ...long,
      name: 'many',
      initial: range(length).map((n) => ({ n: n === length - 1 ? last : n, side: 0 })),
    });
  const { id } = traceThrough(many(5000), { root: 1999, instances: [0] });
  expect(replay(many(5000), id).initial).toEqual({ n: 5000, side: 0 });
  expect(() => replay(many(5001), id)).toThrow(SystemError);
  // With few states each is in the mark.
  expect(fingerprint(many(1, 10))).not.toBe(fingerprint(many(2, 10)));
});

test.each([1e5])('a trace of %i steps that branches everywhere is replayed by its id', isReplayed);
describe('of full length', { tags: 'exhaustive' }, () => {
  test.each([1e6])('a trace of %i steps that branches everywhere is replayed by its id', isReplayed);
});

function isReplayed(length: number): void {
  const instances = Array.from({ length }, (_, at) => (at * 7) % 3);
  const trace = traceOf(programOf(long), viewsOf(long.state), { root: 0, instances });
  const started = process.cpuUsage();
  const replayed = replay(long, trace.id);
  const { user } = process.cpuUsage(started);
  expect(replayed.steps.length).toBe(length);
  expect(replayed.id).toBe(trace.id);
  expect(replayed.steps.at(-1)).toEqual(trace.steps.at(-1));
  // Some seconds where the machine is quiet; a quadratic codec takes minutes.
  expect(user).toBeLessThan(40 * length);
}
