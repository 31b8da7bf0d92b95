/**
 * Anderson's lock: `n` processes wait in an array of slots, each at a slot of its own.
 *
 * A process takes the next slot by fetch-and-increment, waits until that slot is open, closes it, and opens the next one when
 * it leaves. Broken, it does not close its slot, so the slot is open for whoever comes to it next.
 * Source: Anderson, "The performance of spin lock alternatives for shared-memory multiprocessors", 1990, section 4.
 */
import { array, bool, int, oneOf, over, range, record } from '../../checker/index.ts';

export default ({ n = 3, broken = false } = {}) => {
  const slot = int(0, n - 1);
  const proc = record({ pc: oneOf('idle', 'waiting', 'closing', 'critical'), slot });
  const { always, deadlockFree, sometimes, steps, system, zero } = over(
    record({ tail: slot, open: array(n, bool()), procs: array(n, proc) }),
  );
  const step = steps({ p: range(n) }, 'procs[].pc');
  return system({
    name: 'anderson',
    initial: [{ ...zero, open: range(n).map((at) => at === 0) }],
    actions: {
      TakeSlot: step('idle', {
        effect: (s, { p }) => {
          s.procs.at(p).slot = s.tail;
          s.tail = (s.tail + 1) % n;
        },
        to: 'waiting',
      }),
      Await: step('waiting', {
        guard: { open: (s, { p }) => s.open.at(s.procs.at(p).slot) },
        to: broken ? 'critical' : 'closing',
      }),
      CloseSlot: step('closing', {
        effect: (s, { p }) => s.open.set(s.procs.at(p).slot, false),
        to: 'critical',
      }),
      Leave: step('critical', {
        effect: (s, { p }) => {
          s.open.set((s.procs.at(p).slot + 1) % n, true);
          s.procs.at(p).slot = 0;
        },
        to: 'idle',
      }),
    },
    properties: {
      MutualExclusion: always({ holds: (s) => s.procs.count(({ pc }) => pc === 'critical') <= 1 }),
      NoDeadlock: deadlockFree({ final: () => false }),
      SlotsGoRound: sometimes({
        reached: (s) => s.procs.some(({ pc }) => pc === 'critical') && s.tail === 0,
      }),
    },
  });
};
