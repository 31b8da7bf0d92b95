/**
 * Stores of statusTraced at the index of the generation to come are another access than those at the index of the generation at
 * hand: the table of places gives each its class. The index is told by what it is made of, not by who stores.
 */
import type { Expr, Instruction, ThreadProgram } from '../../../model/index.ts';

const slot = /^([gp])\.trace\.statusTraced\[\]$/;

export function withNextSlots({ list, locals }: ThreadProgram): ThreadProgram {
  const sets = new Map<string, Expr[]>();
  for (const one of list) {
    if (one.op === 'set') sets.set(one.to, [...(sets.get(one.to) ?? []), one.is]);
    else if (one.op === 'load') sets.set(one.to, [...(sets.get(one.to) ?? []), { lit: 0 }]);
  }
  const isNext = (expr: Expr, depth = 0): boolean => {
    if (depth > 8) return false;
    if ('op' in expr && expr.op === '%') return expr.of[0] !== undefined && isNext(expr.of[0], depth + 1);
    if ('op' in expr && expr.op === '+') return expr.of.some((part) => 'lit' in part && part.lit === 1);
    if (!('local' in expr)) return false;
    const all = sets.get(expr.local) ?? [];
    return all.length > 0 && all.every((one) => isNext(one, depth + 1));
  };
  return {
    locals,
    list: list.map((one): Instruction => {
      if (one.op !== 'store' || !slot.test(one.to.place)) return one;
      const index = one.to.of[1];
      if (index === undefined || !isNext(index)) return one;
      return { ...one, to: { ...one.to, place: one.to.place.replace('[]', '[next]') } };
    }),
  };
}
