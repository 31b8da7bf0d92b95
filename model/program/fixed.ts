/** Locals that have the same value on every way to an instruction: a state need not keep them. */
import type { Instruction, ThreadProgram } from './program.ts';
import { nextOf, writesOf } from './program.ts';

/** The value that a local has on every way to the instruction; undefined where it has several, or nothing leads there. */
export type FixedAt = (index: number, local: string) => number | undefined;

/** Several values. Smaller than every number that a program has. */
const OPEN = -(2 ** 31);

export function fixedBefore({ list, locals }: ThreadProgram): FixedAt {
  const numbers = new Map(Object.keys(locals).map((name, number) => [name, number]));
  const width = numbers.size;
  /** One row for each instruction, of which only those that something leads to count. */
  const before = new Int32Array(list.length * width);
  const reached = new Uint8Array(list.length);
  const after = new Int32Array(width);
  const waiting = new Set([0]);
  reached[0] = 1;
  const arrive = (index: number): void => {
    const row = index * width;
    if (reached[index] === 0) {
      before.set(after, row);
      reached[index] = 1;
      waiting.add(index);
      return;
    }
    for (let local = 0; local < width; local++) {
      const known = before[row + local];
      if (known === OPEN || known === after[local]) continue;
      before[row + local] = OPEN;
      waiting.add(index);
    }
  };
  const give = (name: string, value: number): void => {
    const number = numbers.get(name);
    if (number !== undefined) after[number] = value;
  };
  const valueAt = (index: number, name: string): number => {
    const number = numbers.get(name);
    return number === undefined ? OPEN : (before[index * width + number] ?? OPEN);
  };
  const waysTo = countWays(list);
  for (const index of waiting) {
    waiting.delete(index);
    const one = list[index];
    if (one === undefined) continue;
    const from = (): void => {
      after.set(before.subarray(index * width, (index + 1) * width));
    };
    if (one.op === 'branch') {
      const told = toldBy(list[index - 1], one, waysTo[index] ?? 0);
      for (const [to, answer] of [
        [one.then, 1],
        [one.else, 0],
      ] as const) {
        from();
        if (told !== undefined) give(told, answer);
        arrive(to);
      }
      continue;
    }
    from();
    for (const name of writesOf(one)) give(name, OPEN);
    if (one.op === 'set') {
      const { is } = one;
      give(one.to, 'lit' in is ? is.lit : 'local' in is ? valueAt(index, is.local) : OPEN);
    }
    for (const to of nextOf(one, index)) arrive(to);
  }
  return (index, local) => {
    if (reached[index] !== 1) return undefined;
    const value = valueAt(index, local);
    return value === OPEN ? undefined : value;
  };
}

/** By instruction, how many others lead to it. */
function countWays(list: readonly Instruction[]): Uint16Array {
  const ways = new Uint16Array(list.length);
  for (const [index, one] of list.entries())
    for (const to of new Set(nextOf(one, index))) if (to < ways.length) ways[to] = (ways[to] ?? 0) + 1;
  return ways;
}

/** A local that was set to the condition right before it was asked is what the answer is. */
function toldBy(
  last: Instruction | undefined,
  { if: condition }: Extract<Instruction, { op: 'branch' }>,
  ways: number,
): string | undefined {
  if (last?.op !== 'set' || ways !== 1) return undefined;
  return JSON.stringify(last.is) === JSON.stringify(condition) ? last.to : undefined;
}
