/**
 * Programs with the numbers of Gs and Ps in their place, so that a loop over them that is one step has no more rounds than there are, and
 * without what the bounds leave out.
 */
import type { Expr, ThreadProgram } from '../language/program.ts';

export interface Numbers {
  readonly gs: number;
  readonly ps: number;
}

export interface Within extends Numbers {
  /** Whether an M enters system calls that are known to block. */
  readonly handsOff: boolean;
}

/** The last choice of an M that has a P. */
const block = 'entersyscallblock';

/** Calls that give a number of Ps: each is a choice of its own, so that loops up to it have an end that is known. */
export const counts: ReadonlySet<string> = new Set(['resize', 'countPs']);

export function boundedBy(program: ThreadProgram, within: Within): ThreadProgram {
  const bounded = (expr: Expr): Expr =>
    'bound' in expr && (expr.bound === 'gs' || expr.bound === 'ps')
      ? { lit: within[expr.bound] }
      : 'op' in expr
        ? { ...expr, of: expr.of.map(bounded) }
        : expr;
  return {
    ...program,
    list: program.list.map((one) => {
      if (one.op === 'branch') return { ...one, if: bounded(one.if) };
      if (one.op === 'call' && one.words?.at(-1) === block && !within.handsOff)
        return { ...one, of: [{ lit: one.words.length - 1 }], words: one.words.slice(0, -1) };
      if (one.op !== 'call' || !counts.has(one.name)) return one;
      const word = one.name === 'resize' ? 'to' : 'from';
      return { ...one, words: Array.from({ length: within.ps }, (_, index) => `${word} ${index + 1}`) };
    }),
  };
}
