/**
 * Peterson's lock for two processes. Each read and each write of a shared variable is a step of its own.
 *
 * Broken, a process gives the turn away before it raises its flag; the proof needs the other order.
 * Source: Peterson, "Myths about the mutual exclusion problem", 1981.
 */
import { array, bool, int, oneOf, over, range, record } from '../checker/index.ts';

const pc = array(2, oneOf('idle', 'second', 'readFlag', 'readTurn', 'critical'));
const { always, deadlockFree, sometimes, steps, system, zero } = over(
  record({ flag: array(2, bool()), turn: int(0, 1), pc }),
);
const step = steps({ p: range(2) }, 'pc');

export default ({ broken = false } = {}) =>
  system({
    name: 'peterson',
    initial: [zero],
    actions: {
      RaiseFlag: step(broken ? 'second' : 'idle', {
        effect: (s, { p }) => s.flag.set(p, true),
        to: broken ? 'readFlag' : 'second',
      }),
      GiveTurn: step(broken ? 'idle' : 'second', {
        effect: (s, { p }) => {
          s.turn = 1 - p;
        },
        to: broken ? 'second' : 'readFlag',
      }),
      ReadFlag: step('readFlag', { to: (s, { p }) => (s.flag.at(1 - p) ? 'readTurn' : 'critical') }),
      ReadTurn: step('readTurn', { to: (s, { p }) => (s.turn === p ? 'critical' : 'readFlag') }),
      Leave: step('critical', { effect: (s, { p }) => s.flag.set(p, false), to: 'idle' }),
    },
    properties: {
      MutualExclusion: always({ holds: (s) => s.pc.count((pc) => pc === 'critical') <= 1 }),
      NoDeadlock: deadlockFree({ final: () => false }),
      BothWait: sometimes({ reached: (s) => s.pc.every((pc) => pc === 'readTurn') }),
    },
  });
