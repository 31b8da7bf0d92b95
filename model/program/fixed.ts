/** Locals that have the same value on every way to an instruction: a state need not keep them. */
import type { Instruction, ThreadProgram } from './program.ts';
import { nextOf, writesOf } from './program.ts';

export type Fixed = ReadonlyMap<string, number>;

export function fixedBefore({ list, locals }: ThreadProgram): readonly (Fixed | undefined)[] {
  const before: (Fixed | undefined)[] = [new Map(Object.keys(locals).map((name) => [name, 0]))];
  const waiting = new Set([0]);
  const arrive = (index: number, given: Fixed): void => {
    const known = before[index];
    const common =
      known === undefined ? given : new Map([...known].filter(([name, lit]) => given.get(name) === lit));
    if (known?.size === common.size) return;
    before[index] = common;
    waiting.add(index);
  };
  for (const index of waiting) {
    waiting.delete(index);
    const [one, known] = [list[index], before[index]];
    if (one === undefined || known === undefined) continue;
    if (one.op === 'branch') {
      arrive(one.then, told(list, index, one, known, true));
      arrive(one.else, told(list, index, one, known, false));
    } else for (const to of nextOf(one, index)) arrive(to, afterOne(one, known));
  }
  return before;
}

/** A local that was set to the condition right before it was asked is what the answer is. */
function told(
  list: readonly Instruction[],
  index: number,
  one: Extract<Instruction, { op: 'branch' }>,
  before: Fixed,
  answer: boolean,
): Fixed {
  const last = list[index - 1];
  if (last?.op !== 'set' || JSON.stringify(last.is) !== JSON.stringify(one.if)) return before;
  const isOnlyWay = list.every((from, at) => at === index - 1 || !nextOf(from, at).includes(index));
  return isOnlyWay ? new Map([...before, [last.to, answer ? 1 : 0]]) : before;
}

function afterOne(one: Instruction, before: Fixed): Fixed {
  const written = writesOf(one);
  if (written.length === 0) return before;
  const after = new Map([...before].filter(([name]) => !written.includes(name)));
  if (one.op !== 'set') return after;
  const lit = 'lit' in one.is ? one.is.lit : 'local' in one.is ? before.get(one.is.local) : undefined;
  if (lit !== undefined) after.set(one.to, lit);
  return after;
}
