/**
 * Whether an M between its sections may forget `entryGen` while its flag is down: where every way on stores it, once the flag is
 * up, before anything could read it. A nested acquire reads it only if the flag is up, and there is one only where a stack may
 * grow. Liveness alone does not see that: it takes the look at the flag for a choice.
 */
import { replaced } from '../language/expr.ts';
import type { Liveness } from './liveness.ts';
import { isFlag, nextOf, writesOf } from '../language/program.ts';
import type { Expr, Instruction, ThreadProgram } from '../language/program.ts';
import { mayGrow } from '../places/granularity.ts';

const entryGen = 'm.trace.entryGen';

/** `live`: by instruction, the locals that it or a later one may read. */
export function forgetsEntryGen({ list }: ThreadProgram, live: Liveness['before']): boolean {
  if (!list.some((one) => one.op === 'store' && one.to.place === entryGen)) return false;
  const starts = new Set(list.flatMap((one, index) => (isBetweenSections(one) ? [index] : [])));
  const seen = new Set<string>();
  const isSafe = (index: number, up: boolean, known: ReadonlyMap<string, number>): boolean => {
    const one = list[index];
    if (one === undefined) return false;
    const key = `${index} ${String(up)} ${[...known].join(';')}`;
    if (seen.has(key)) return true;
    seen.add(key);
    if (starts.has(index) && known !== nothingKnown) return true;
    if (one.op === 'store' && one.to.place === entryGen) return up;
    if (one.op === 'load' && one.from.place === entryGen) return false;
    if (up && mayGrow(one)) return false;
    let flag = up;
    if ((one.op === 'store' || one.op === 'add') && isFlag(one.to))
      flag = one.op === 'add' ? !up : 'lit' in one.is ? one.is.lit !== 0 : true;
    const after = new Map([...known].filter(([name]) => !writesOf(one).includes(name)));
    if (one.op === 'load' && isFlag(one.from)) after.set(one.to, up ? 1 : 0);
    // What nobody reads any more would only tell apart ways that are the same.
    const goesOn = (next: number, more: readonly (readonly [string, number])[] = []): boolean =>
      isSafe(next, flag, new Map([...after, ...more].filter(([name]) => live[next]?.has(name))));
    if (one.op === 'branch') {
      const answer = valueOf(one.if, known);
      if (answer !== undefined) return goesOn(answer ? one.then : one.else);
      if ('local' in one.if) return goesOn(one.then) && goesOn(one.else, [[one.if.local, 0]]);
    }
    return nextOf(one, index).every((next) => goesOn(next));
  };
  return starts.size > 0 && [...starts].every((start) => isSafe(start, false, nothingKnown));
}

const nothingKnown: ReadonlyMap<string, number> = new Map();

/** An M is between its sections here. */
export const isBetweenSections = (one: Instruction): boolean =>
  one.op === 'call' && (one.name === 'outside' || one.name === 'resting');

function valueOf(condition: Expr, known: ReadonlyMap<string, number>): boolean | undefined {
  const expr = replaced(condition, (local) => {
    const lit = known.get(local);
    return lit === undefined ? undefined : { lit };
  });
  return 'lit' in expr ? expr.lit !== 0 : undefined;
}
