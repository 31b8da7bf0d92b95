/**
 * Fischer's lock for `n` processes with clocks that tick together: who waits longer than a write may take is alone.
 *
 * A process that saw the lock free writes its number within `write` ticks. Then it waits for more than `write` ticks and looks
 * whether its number still stands. Broken, it waits for `write` ticks only.
 * Source: Lamport, "A fast mutual exclusion algorithm", 1987, the section on Fischer's algorithm.
 */
import { array, int, oneOf, over, range, record } from '../../checker/index.ts';

export default ({ n = 3, write = 2, broken = false } = {}) => {
  const wait = broken ? write : write + 1;
  const { action, always, deadlockFree, sometimes, steps, system, zero } = over(
    record({
      /** A process from 1, or 0. */
      lock: int(0, n),
      pc: array(n, oneOf('idle', 'writing', 'waiting', 'critical')),
      /** Ticks since it began to write or to wait; 0 elsewhere. */
      clock: array(n, int(0, wait)),
    }),
  );
  const step = steps({ p: range(n) }, 'pc');
  return system({
    name: 'fischer',
    initial: [zero],
    actions: {
      SeeFree: step('idle', { guard: { free: (s) => s.lock === 0 }, to: 'writing' }),
      Write: step('writing', {
        effect: (s, { p }) => {
          s.lock = p + 1;
          s.clock.set(p, 0);
        },
        to: 'waiting',
      }),
      Enter: step('waiting', {
        guard: { waited: (s, { p }) => s.clock.at(p) === wait, mine: (s, { p }) => s.lock === p + 1 },
        effect: (s, { p }) => s.clock.set(p, 0),
        to: 'critical',
      }),
      GoAway: step('waiting', {
        guard: { waited: (s, { p }) => s.clock.at(p) === wait, anothers: (s, { p }) => s.lock !== p + 1 },
        effect: (s, { p }) => s.clock.set(p, 0),
        to: 'idle',
      }),
      Leave: step('critical', {
        effect: (s) => {
          s.lock = 0;
        },
        to: 'idle',
      }),
      Tick: action({
        guard: { nobodyIsLate: (s) => s.pc.every((pc, p) => pc !== 'writing' || s.clock.at(p) < write) },
        effect: (s) => {
          for (const p of range(n)) {
            const runs = s.pc.at(p) === 'writing' || s.pc.at(p) === 'waiting';
            if (runs) s.clock.set(p, Math.min(s.clock.at(p) + 1, wait));
          }
        },
        process: () => 'time',
      }),
    },
    properties: {
      MutualExclusion: always({ holds: (s) => s.pc.count((pc) => pc === 'critical') <= 1 }),
      NoDeadlock: deadlockFree({ final: () => false }),
      SomeoneIsOverwritten: sometimes({
        reached: (s) => s.pc.some((pc, p) => pc === 'waiting' && s.lock !== p + 1),
      }),
    },
  });
};
