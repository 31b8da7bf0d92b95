/** Locals that have the same value on every way to an instruction: a state need not keep them. */
import type { Instruction, ThreadProgram } from './program.ts';
import { nextOf, writesOf } from './program.ts';

export type Fixed = ReadonlyMap<string, number>;

export function fixedBefore({ list, locals }: ThreadProgram): readonly (Fixed | undefined)[] {
  const before: (Fixed | undefined)[] = list.map(() => undefined);
  const initial = new Map(Object.keys(locals).map((name) => [name, 0]));
  const waiting: [number, Fixed][] = [[0, initial]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [index, given] = next;
    const one = list[index];
    if (one === undefined) continue;
    const known = before[index];
    const common =
      known === undefined ? given : new Map([...known].filter(([name, lit]) => given.get(name) === lit));
    if (known?.size === common.size) continue;
    before[index] = common;
    for (const to of nextOf(one, index)) waiting.push([to, afterOne(one, common)]);
  }
  return before;
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
