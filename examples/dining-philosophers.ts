/**
 * Dining philosophers: `n` of them around a table, a fork between any two, both forks needed to eat.
 *
 * The last one reaches for its right fork first, which breaks the circle in which each holds one fork and waits. Broken, all reach
 * for the left fork first.
 * Source: Dijkstra, "Hierarchical ordering of sequential processes", 1971.
 */
import { array, bool, oneOf, over, range, record } from '../checker/index.ts';

export default ({ n = 4, broken = false } = {}) => {
  const pc = array(n, oneOf('thinking', 'oneFork', 'eating', 'sated'));
  const { always, deadlockFree, sometimes, steps, system, zero } = over(
    record({ taken: array(n, bool()), pc }),
  );
  const right = (p: number): number => (p + 1) % n;
  const reversed = (p: number): boolean => !broken && p === n - 1;
  const first = (p: number): number => (reversed(p) ? right(p) : p);
  const second = (p: number): number => (reversed(p) ? p : right(p));
  const step = steps({ p: range(n) }, 'pc');
  return system({
    name: 'dining-philosophers',
    initial: [zero],
    actions: {
      TakeFirst: step('thinking', {
        guard: { free: (s, { p }) => !s.taken.at(first(p)) },
        effect: (s, { p }) => s.taken.set(first(p), true),
        to: 'oneFork',
      }),
      TakeSecond: step('oneFork', {
        guard: { free: (s, { p }) => !s.taken.at(second(p)) },
        effect: (s, { p }) => s.taken.set(second(p), true),
        to: 'eating',
      }),
      PutFirst: step('eating', { effect: (s, { p }) => s.taken.set(first(p), false), to: 'sated' }),
      PutSecond: step('sated', { effect: (s, { p }) => s.taken.set(second(p), false), to: 'thinking' }),
    },
    properties: {
      NeighboursNeverEatTogether: always({
        holds: (s) => !s.pc.some((pc, p) => pc === 'eating' && s.pc.at(right(p)) === 'eating'),
      }),
      NoDeadlock: deadlockFree({ final: () => false }),
      SomeoneEats: sometimes({ reached: (s) => s.pc.some((pc) => pc === 'eating') }),
    },
  });
};
