/**
 * Dekker's lock for two processes. Each read and each write of a shared variable is a step of its own.
 *
 * Broken, a process that waited for its turn does not raise its flag again.
 * Source: Dijkstra, "Cooperating sequential processes", 1965, section 2.1.
 */
import { array, bool, int, oneOf, over, range, record } from '../checker/index.ts';

const { always, deadlockFree, sometimes, steps, system, zero } = over(
  record({
    flag: array(2, bool()),
    turn: int(0, 1),
    pc: array(
      2,
      oneOf('idle', 'readFlag', 'readTurn', 'lower', 'awaitTurn', 'raiseAgain', 'critical', 'leaving'),
    ),
  }),
);
const step = steps({ p: range(2) }, 'pc');

export default ({ broken = false } = {}) =>
  system({
    name: 'dekker',
    initial: [zero],
    actions: {
      RaiseFlag: step(['idle', 'raiseAgain'], { effect: (s, { p }) => s.flag.set(p, true), to: 'readFlag' }),
      ReadFlag: step('readFlag', { to: (s, { p }) => (s.flag.at(1 - p) ? 'readTurn' : 'critical') }),
      ReadTurn: step('readTurn', { to: (s, { p }) => (s.turn === p ? 'readFlag' : 'lower') }),
      LowerFlag: step('lower', { effect: (s, { p }) => s.flag.set(p, false), to: 'awaitTurn' }),
      AwaitTurn: step('awaitTurn', {
        guard: { ours: (s, { p }) => s.turn === p },
        to: broken ? 'readFlag' : 'raiseAgain',
      }),
      GiveTurn: step('critical', {
        effect: (s, { p }) => {
          s.turn = 1 - p;
        },
        to: 'leaving',
      }),
      Leave: step('leaving', { effect: (s, { p }) => s.flag.set(p, false), to: 'idle' }),
    },
    properties: {
      MutualExclusion: always({ holds: (s) => s.pc.count((pc) => pc === 'critical') <= 1 }),
      NoDeadlock: deadlockFree({ final: () => false }),
      OneWaits: sometimes({ reached: (s) => s.pc.some((pc) => pc === 'awaitTurn') }),
    },
  });
