/** Programs with the number of Gs in its place, so that a loop over them that is one step has no more rounds than there are Gs. */
import type { Expr, ThreadProgram } from '../program.ts';

export function boundedBy(program: ThreadProgram, gs: number): ThreadProgram {
  const bounded = (expr: Expr): Expr =>
    'bound' in expr && expr.bound === 'gs'
      ? { lit: gs }
      : 'op' in expr
        ? { ...expr, of: expr.of.map(bounded) }
        : expr;
  return {
    ...program,
    list: program.list.map((one) => (one.op === 'branch' ? { ...one, if: bounded(one.if) } : one)),
  };
}
