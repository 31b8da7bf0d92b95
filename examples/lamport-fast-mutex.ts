/**
 * Lamport's fast lock for `n` processes: without contention, seven accesses to shared memory. Each is a step of its own.
 *
 * Broken, a process that finds contention does not wait until the others have lowered their flags.
 * Source: Lamport, "A fast mutual exclusion algorithm", 1987, algorithm 2.
 */
import { array, bool, int, oneOf, over, range, record } from '../checker/index.ts';

const places = ['start', 'setX', 'readY', 'yield', 'awaitY', 'setY', 'readX'] as const;
const slowly = ['contend', 'awaitFlags', 'readYAgain', 'critical', 'leaving'] as const;

export default ({ n = 2, broken = false } = {}) => {
  const { always, deadlockFree, sometimes, steps, system, zero } = over(
    record({
      /** A process from 1, or 0 for none. */
      x: int(0, n),
      y: int(0, n),
      b: array(n, bool()),
      pc: array(n, oneOf(...places, ...slowly)),
      /** The process whose flag is waited for. */
      other: array(n, int(0, n - 1)),
    }),
  );
  const step = steps({ p: range(n) }, 'pc');
  return system({
    name: 'lamport-fast-mutex',
    initial: [zero],
    actions: {
      RaiseFlag: step('start', { effect: (s, { p }) => s.b.set(p, true), to: 'setX' }),
      SetX: step('setX', {
        effect: (s, { p }) => {
          s.x = p + 1;
        },
        to: 'readY',
      }),
      ReadY: step('readY', { to: (s) => (s.y === 0 ? 'setY' : 'yield') }),
      LowerToYield: step('yield', { effect: (s, { p }) => s.b.set(p, false), to: 'awaitY' }),
      AwaitY: step('awaitY', { guard: { free: (s) => s.y === 0 }, to: 'start' }),
      SetY: step('setY', {
        effect: (s, { p }) => {
          s.y = p + 1;
        },
        to: 'readX',
      }),
      ReadX: step('readX', { to: (s, { p }) => (s.x === p + 1 ? 'critical' : 'contend') }),
      LowerToContend: step('contend', {
        effect: (s, { p }) => s.b.set(p, false),
        to: broken ? 'readYAgain' : 'awaitFlags',
      }),
      AwaitFlag: step('awaitFlags', {
        guard: { lowered: (s, { p }) => !s.b.at(s.other.at(p)) },
        effect: (s, { p }) => s.other.set(p, (s.other.at(p) + 1) % n),
        to: (s, { p }) => (s.other.at(p) === n - 1 ? 'readYAgain' : 'awaitFlags'),
      }),
      ReadYAgain: step('readYAgain', { to: (s, { p }) => (s.y === p + 1 ? 'critical' : 'awaitY') }),
      FreeY: step('critical', {
        effect: (s) => {
          s.y = 0;
        },
        to: 'leaving',
      }),
      Leave: step('leaving', { effect: (s, { p }) => s.b.set(p, false), to: 'start' }),
    },
    properties: {
      MutualExclusion: always({ holds: (s) => s.pc.count((pc) => pc === 'critical') <= 1 }),
      NoDeadlock: deadlockFree({ final: () => false }),
      SlowPath: sometimes({ reached: (s) => s.pc.some((pc, p) => pc === 'critical' && !s.b.at(p)) }),
    },
  });
};
