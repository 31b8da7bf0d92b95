/**
 * Dining philosophers: `n` of them around a table, a fork between any two, both forks needed to eat.
 *
 * The last one reaches for its right fork first, which breaks the circle in which each holds one fork and waits.
 * Source: Dijkstra, "Hierarchical ordering of sequential processes", 1971.
 */
import { array, bool, oneOf, over, range, record } from '../checker/index.ts';
import type { System } from '../checker/index.ts';

export interface Params {
  /** Philosophers, at least 2. */
  readonly n?: number;
  /** All reach for the left fork first. */
  readonly broken?: boolean;
}

export default function diningPhilosophers({ n = 4, broken = false }: Params = {}): System<State> {
  const { action, always, deadlockFree, sometimes, system } = over(stateOf(n));
  const left = (p: number): number => p;
  const right = (p: number): number => (p + 1) % n;
  const reversed = (p: number): boolean => !broken && p === n - 1;
  const first = (p: number): number => (reversed(p) ? right(p) : left(p));
  const second = (p: number): number => (reversed(p) ? left(p) : right(p));
  const p = range(n);
  return system({
    name: 'dining-philosophers',
    initial: [{ taken: p.map(() => false), pc: p.map(() => 'thinking') }],
    actions: {
      TakeFirst: action({
        params: { p },
        guard: {
          thinking: (s, { p }) => s.pc.at(p) === 'thinking',
          free: (s, { p }) => !s.taken.at(first(p)),
        },
        effect: (next, { p }) => {
          next.taken.set(first(p), true);
          next.pc.set(p, 'oneFork');
        },
      }),
      TakeSecond: action({
        params: { p },
        guard: {
          oneFork: (s, { p }) => s.pc.at(p) === 'oneFork',
          free: (s, { p }) => !s.taken.at(second(p)),
        },
        effect: (next, { p }) => {
          next.taken.set(second(p), true);
          next.pc.set(p, 'eating');
        },
      }),
      PutFirst: action({
        params: { p },
        guard: { eating: (s, { p }) => s.pc.at(p) === 'eating' },
        effect: (next, { p }) => {
          next.taken.set(first(p), false);
          next.pc.set(p, 'sated');
        },
      }),
      PutSecond: action({
        params: { p },
        guard: { sated: (s, { p }) => s.pc.at(p) === 'sated' },
        effect: (next, { p }) => {
          next.taken.set(second(p), false);
          next.pc.set(p, 'thinking');
        },
      }),
    },
    properties: {
      NeighboursNeverEatTogether: always({
        holds: (s) => !s.pc.some((pc, p) => pc === 'eating' && s.pc.at(right(p)) === 'eating'),
      }),
      NoDeadlock: deadlockFree({ final: () => false }),
      SomeoneEats: sometimes({ reached: (s) => s.pc.some((pc) => pc === 'eating') }),
    },
  });
}

const stateOf = (n: number) =>
  record({ taken: array(n, bool()), pc: array(n, oneOf('thinking', 'oneFork', 'eating', 'sated')) });
type State = ReturnType<typeof stateOf>;
