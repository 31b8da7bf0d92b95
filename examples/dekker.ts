/**
 * Dekker's lock for two processes. Each read and each write of a shared variable is a step of its own.
 *
 * Source: Dijkstra, "Cooperating sequential processes", 1965, section 2.1.
 */
import { array, bool, int, oneOf, over, range, record } from '../checker/index.ts';
import type { System } from '../checker/index.ts';

export interface Params {
  /** A process that waited for its turn does not raise its flag again. */
  readonly broken?: boolean;
}

export default function dekker({ broken = false }: Params = {}): System<typeof state> {
  const p = range(2);
  return system({
    name: 'dekker',
    initial: [{ flag: [false, false], turn: 0, pc: ['idle', 'idle'] }],
    actions: {
      RaiseFlag: action({
        params: { p },
        guard: { at: (s, { p }) => s.pc.at(p) === 'idle' || s.pc.at(p) === 'raiseAgain' },
        effect: (next, { p }) => {
          next.flag.set(p, true);
          next.pc.set(p, 'readFlag');
        },
      }),
      ReadFlag: action({
        params: { p },
        guard: { at: (s, { p }) => s.pc.at(p) === 'readFlag' },
        effect: (next, { p }) => {
          next.pc.set(p, next.flag.at(1 - p) ? 'readTurn' : 'critical');
        },
      }),
      ReadTurn: action({
        params: { p },
        guard: { at: (s, { p }) => s.pc.at(p) === 'readTurn' },
        effect: (next, { p }) => {
          next.pc.set(p, next.turn === p ? 'readFlag' : 'lower');
        },
      }),
      LowerFlag: action({
        params: { p },
        guard: { at: (s, { p }) => s.pc.at(p) === 'lower' },
        effect: (next, { p }) => {
          next.flag.set(p, false);
          next.pc.set(p, 'awaitTurn');
        },
      }),
      AwaitTurn: action({
        params: { p },
        guard: { at: (s, { p }) => s.pc.at(p) === 'awaitTurn', ours: (s, { p }) => s.turn === p },
        effect: (next, { p }) => {
          next.pc.set(p, broken ? 'readFlag' : 'raiseAgain');
        },
      }),
      GiveTurn: action({
        params: { p },
        guard: { at: (s, { p }) => s.pc.at(p) === 'critical' },
        effect: (next, { p }) => {
          next.turn = 1 - p;
          next.pc.set(p, 'leaving');
        },
      }),
      Leave: action({
        params: { p },
        guard: { at: (s, { p }) => s.pc.at(p) === 'leaving' },
        effect: (next, { p }) => {
          next.flag.set(p, false);
          next.pc.set(p, 'idle');
        },
      }),
    },
    properties: {
      MutualExclusion: always({ holds: (s) => s.pc.count((pc) => pc === 'critical') <= 1 }),
      NoDeadlock: deadlockFree({ final: () => false }),
      OneWaits: sometimes({ reached: (s) => s.pc.some((pc) => pc === 'awaitTurn') }),
    },
  });
}

const state = record({
  flag: array(2, bool()),
  turn: int(0, 1),
  pc: array(
    2,
    oneOf('idle', 'readFlag', 'readTurn', 'lower', 'awaitTurn', 'raiseAgain', 'critical', 'leaving'),
  ),
});
const { action, always, deadlockFree, sometimes, system } = over(state);
