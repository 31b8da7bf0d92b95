import { expect, test } from 'vitest';
import { panicsText, remainder } from './indices.ts';
import type { Expr, Instruction } from '../language/program.ts';

const gen: Expr = { local: 'gen' };
const less = (by: number): Expr => ({ op: '-', of: [gen, { lit: by }] });
const mod = (of: Expr, divisor: number): Expr => ({ op: '%', of: [of, { lit: divisor }] });

test.each([2, 3])(
  'a generation below 0 has the remainder by %i that 64 bits without a sign have',
  (divisor) => {
    for (let value = -7; value <= 7; value++) {
      const text = remainder(less(7), `(${value})`, String(divisor));
      // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the text is what a step is made of
      const found = (new Function(`return ${text}`) as () => number)();
      expect(found).toBe(Number(BigInt.asUintN(64, BigInt(value)) % BigInt(divisor)));
    }
  },
);

test('what cannot be below 0 has a plain remainder', () => {
  expect(remainder(gen, 'v0', '2')).toBe('(v0 % 2)');
});

const at = { fn: 'f', line: 1 };
const text = (expr: Expr): string => ('lit' in expr ? String(expr.lit) : 'x');
const slot = (index: Expr): Instruction => ({
  ...at,
  op: 'load',
  to: 'buf',
  from: { place: 'm.trace.buf[][]', of: [{ local: 'mp' }, index, { lit: 0 }] },
});
const release = (index: Expr): Instruction => ({ ...at, op: 'call', name: 'semrelease', of: [index] });
const opposite: Expr = { op: '-', of: [{ lit: 1 }, mod(gen, 2)] };

test.each([slot, release])('indices by gen%2, and the other one, are within their arrays (%o)', (made) => {
  for (const index of [mod(gen, 2), mod(less(1), 2), opposite, { lit: 1 }])
    expect(panicsText(made(index), text)).toBeUndefined();
});

test.each([slot, release])('indices that may be beyond their arrays are asked about (%o)', (made) => {
  for (const index of [mod(gen, 3), gen, less(1), { op: '+', of: [mod(gen, 2), { lit: 1 }] } as const])
    expect(panicsText(made(index), text)).toBe('x < 0 || x >= 2');
  expect(panicsText(made({ lit: 2 }), text)).toBe('2 < 0 || 2 >= 2');
});

test('an access without an index has none', () => {
  expect(
    panicsText({ ...at, op: 'load', to: 'gen', from: { place: 'trace.gen', of: [] } }, text),
  ).toBeUndefined();
});
