/** Programs with the numbers of Gs and Ps in their place, so that a loop over them that is one step has no more rounds than there are. */
import type { Expr, ThreadProgram } from '../language/program.ts';

export interface Numbers {
  readonly gs: number;
  readonly ps: number;
}

/** Calls that give a number of Ps: each is a choice of its own, so that loops up to it have an end that is known. */
export const counts: ReadonlySet<string> = new Set(['resize', 'countPs']);

export function boundedBy(program: ThreadProgram, numbers: Numbers): ThreadProgram {
  const bounded = (expr: Expr): Expr =>
    'bound' in expr && (expr.bound === 'gs' || expr.bound === 'ps')
      ? { lit: numbers[expr.bound] }
      : 'op' in expr
        ? { ...expr, of: expr.of.map(bounded) }
        : expr;
  return {
    ...program,
    list: program.list.map((one) => {
      if (one.op === 'branch') return { ...one, if: bounded(one.if) };
      if (one.op !== 'call' || !counts.has(one.name)) return one;
      const word = one.name === 'resize' ? 'to' : 'from';
      return { ...one, words: Array.from({ length: numbers.ps }, (_, index) => `${word} ${index + 1}`) };
    }),
  };
}
