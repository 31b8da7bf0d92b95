/** Locals that have the same value on every way to an instruction: a state need not keep them. */
import type { Instruction, ThreadProgram } from '../language/program.ts';
import { nextOf, writesOf } from '../language/program.ts';

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
  // The first that waits is taken each time: a program goes mostly forward, so that most ways to it have been gone by then.
  const waiting = new Uint8Array(list.length);
  let index = 0;
  const wait = (to: number): void => {
    waiting[to] = 1;
    index = Math.min(index, to);
  };
  reached[0] = 1;
  wait(0);
  const arrive = (to: number): void => {
    const row = to * width;
    if (reached[to] === 0) {
      before.set(after, row);
      reached[to] = 1;
      wait(to);
      return;
    }
    for (let local = 0; local < width; local++) {
      const known = before[row + local];
      if (known === OPEN || known === after[local]) continue;
      before[row + local] = OPEN;
      wait(to);
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
  while (index < list.length) {
    const at = index++;
    const one = list[at];
    if (waiting[at] !== 1 || one === undefined) continue;
    waiting[at] = 0;
    const from = (): void => {
      after.set(before.subarray(at * width, (at + 1) * width));
    };
    if (one.op === 'branch') {
      const told = toldBy(list[at - 1], one, waysTo[at] ?? 0);
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
      give(one.to, 'lit' in is ? is.lit : 'local' in is ? valueAt(at, is.local) : OPEN);
    }
    for (const to of nextOf(one, at)) arrive(to);
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
