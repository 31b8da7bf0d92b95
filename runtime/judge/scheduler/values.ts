/**
 * Values of locals where a thread is only known by its records: numbers, and what stands for a G or P. Names of Gs and Ps are places in a
 * short list of addresses, so that two Ms which do the same with different Gs are in the same state.
 */
import type { Expr } from '../../../model/index.ts';

/** Anything. */
export const UNKNOWN = -1;
/** The G or P that was taken from a list, until a record names it. */
export const TAKEN = -2;
/** The G or P that the M has, until a record names it: it may be that the M has none, or it is known to have one. */
export const OWN = -3;
export const OWN_ONE = -4;
/** A number that is not 0: a generation. */
export const SOME = -5;
/** The M itself. */
export const ME = -6;
/** The first name; the next are below it. */
const NAMED = -10;

export const named = (index: number): number => NAMED - index;
export const isNamed = (value: number): boolean => value <= NAMED;
export const nameOf = (value: number): number => NAMED - value;

/** Whether a record could name it. */
export const isOpen = (value: number): boolean => value === TAKEN || value === OWN || value === OWN_ONE;

export type Values = ReadonlyMap<string, number>;

/** The value of an expression: UNKNOWN where the locals do not say it. */
export function valueOf(expr: Expr, locals: Values): number {
  if ('lit' in expr) return expr.lit;
  if ('local' in expr) return locals.get(expr.local) ?? UNKNOWN;
  if ('bound' in expr) return expr.bound === 'ownM' ? ME : UNKNOWN;
  const [a = UNKNOWN, b = UNKNOWN] = expr.of.map((one) => valueOf(one, locals));
  switch (expr.op) {
    case '==':
      return equal(a, b);
    case '!=': {
      const is = equal(a, b);
      return is === UNKNOWN ? UNKNOWN : 1 - is;
    }
    case '!':
      return isTrue(a) === UNKNOWN ? UNKNOWN : 1 - isTrue(a);
    case '+':
      return a >= 0 && b >= 0 ? a + b : UNKNOWN;
    case '>':
      return a >= 0 && b >= 0 ? Number(a > b) : UNKNOWN;
    case '<':
      return a >= 0 && b >= 0 ? Number(a < b) : UNKNOWN;
    default:
      return UNKNOWN;
  }
}

/** 0, 1 or UNKNOWN. */
export const isTrue = (value: number): number =>
  value >= 0 ? Number(value !== 0) : value === UNKNOWN || value === OWN ? UNKNOWN : 1;

function equal(a: number, b: number): number {
  if (a >= 0 && b >= 0) return Number(a === b);
  if (a === 0 || b === 0) return isTrue(a === 0 ? b : a) === 1 ? 0 : UNKNOWN;
  if (a === ME && b === ME) return 1;
  return isNamed(a) && isNamed(b) ? Number(a === b) : UNKNOWN;
}
