/**
 * Peterson's lock for two processes. Each read and each write of a shared variable is a step of its own.
 *
 * Source: Peterson, "Myths about the mutual exclusion problem", 1981.
 */
import { array, bool, int, oneOf, over, range, record } from '../checker/index.ts';
import type { System } from '../checker/index.ts';

export interface Params {
  /** A process gives the turn away before it raises its flag; the proof needs the other order. */
  readonly broken?: boolean;
}

export default function peterson({ broken = false }: Params = {}): System<typeof state> {
  const p = range(2);
  return system({
    name: 'peterson',
    initial: [{ flag: [false, false], turn: 0, pc: ['idle', 'idle'] }],
    actions: {
      RaiseFlag: action({
        params: { p },
        guard: { at: (s, { p }) => s.pc.at(p) === (broken ? 'second' : 'idle') },
        effect: (next, { p }) => {
          next.flag.set(p, true);
          next.pc.set(p, broken ? 'readFlag' : 'second');
        },
      }),
      GiveTurn: action({
        params: { p },
        guard: { at: (s, { p }) => s.pc.at(p) === (broken ? 'idle' : 'second') },
        effect: (next, { p }) => {
          next.turn = 1 - p;
          next.pc.set(p, broken ? 'second' : 'readFlag');
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
          next.pc.set(p, next.turn === p ? 'critical' : 'readFlag');
        },
      }),
      Leave: action({
        params: { p },
        guard: { at: (s, { p }) => s.pc.at(p) === 'critical' },
        effect: (next, { p }) => {
          next.flag.set(p, false);
          next.pc.set(p, 'idle');
        },
      }),
    },
    properties: {
      MutualExclusion: always({ holds: (s) => s.pc.count((pc) => pc === 'critical') <= 1 }),
      NoDeadlock: deadlockFree({ final: () => false }),
      BothWait: sometimes({ reached: (s) => s.pc.every((pc) => pc === 'readTurn') }),
    },
  });
}

const state = record({
  flag: array(2, bool()),
  turn: int(0, 1),
  pc: array(2, oneOf('idle', 'second', 'readFlag', 'readTurn', 'critical')),
});
const { action, always, deadlockFree, sometimes, system } = over(state);
