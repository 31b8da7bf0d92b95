/**
 * Dijkstra's self-stabilising token ring: `n` machines of `k` states each, started in any state whatever.
 *
 * A machine is privileged where its state and its left neighbour's say so; in the end exactly one is. Broken, the bottom machine
 * moves without being privileged.
 * Source: Dijkstra, "Self-stabilizing systems in spite of distributed control", 1974, the solution with K states.
 */
import { array, int, over, range, record } from '../checker/index.ts';
import type { ReadItems } from '../checker/index.ts';

export default ({ n = 4, k = 4, broken = false } = {}) => {
  const { action, always, alwaysStep, deadlockFree, sometimes, system } = over(
    record({ x: array(n, int(0, k - 1)) }),
  );
  const isPrivileged = (x: ReadItems<number>, machine: number): boolean =>
    machine === 0 ? x.at(0) === x.at(n - 1) : x.at(machine) !== x.at(machine - 1);
  const privileges = (x: ReadItems<number>): number => x.count((_, machine) => isPrivileged(x, machine));
  const weights = range(n).map((digit) => k ** digit);
  return system({
    name: 'token-ring',
    // Every state: the digits of 0 … k^n-1 to the base k.
    initial: range(k ** n).map((code) => ({ x: weights.map((weight) => Math.floor(code / weight) % k) })),
    actions: {
      MoveBottom: action({
        guard: { privileged: (s) => broken || isPrivileged(s.x, 0) },
        effect: (s) => s.x.set(0, (s.x.at(0) + 1) % k),
        process: () => 'machine=0',
      }),
      Move: action({
        params: { machine: range(n).slice(1) },
        guard: { privileged: (s, { machine }) => isPrivileged(s.x, machine) },
        effect: (s, { machine }) => s.x.set(machine, s.x.at(machine - 1)),
      }),
    },
    properties: {
      SomePrivilege: always({ holds: (s) => privileges(s.x) >= 1 }),
      NeverMorePrivileges: alwaysStep({
        holds: (before, after) => privileges(after.x) <= privileges(before.x),
        otherwise: 'a ring that has become legitimate does not stay so',
      }),
      NoDeadlock: deadlockFree({ final: () => false }),
      OnePrivilege: sometimes({ reached: (s) => privileges(s.x) === 1 }),
    },
  });
};
