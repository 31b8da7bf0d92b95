/** Expressions whose value is known before the step is taken. */
import type { Expr, Operator } from './program.ts';

/** Folds literals: `exp` is always 0, `len(args)` is 0, and so on. */
export function fold(op: Operator, of: readonly Expr[]): Expr {
  const [a, b = { lit: 0 }] = of;
  if (op === 'has' || a === undefined || !('lit' in a) || !('lit' in b)) return { op, of };
  return { lit: Number(apply(op, a.lit, b.lit)) };
}

function apply(op: Exclude<Operator, 'has'>, a: number, b: number): number | boolean {
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '%':
      return a % b;
    case '|':
      return a | b;
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '!':
      return a === 0;
    case 'minus':
      return -a;
  }
}

/** The expression with what is known of locals in their place. */
export function replaced(expr: Expr, known: (local: string) => Expr | undefined): Expr {
  if ('local' in expr) return known(expr.local) ?? expr;
  return 'op' in expr
    ? fold(
        expr.op,
        expr.of.map((part) => replaced(part, known)),
      )
    : expr;
}

/** A condition and its opposite under one name: `x != 0` is `x == 0`, negated. */
export function positive(expr: Expr): {
  readonly key: string;
  readonly expr: Expr;
  readonly negated: boolean;
} {
  if ('op' in expr && expr.op === '!' && expr.of[0] !== undefined) {
    const inner = positive(expr.of[0]);
    return { ...inner, negated: !inner.negated };
  }
  const negated = 'op' in expr && expr.op === '!=';
  const one: Expr = negated ? { op: '==', of: expr.of } : expr;
  return { key: JSON.stringify(one), expr: one, negated };
}
