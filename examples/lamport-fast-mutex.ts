/**
 * Lamport's fast lock for `n` processes: without contention, seven accesses to shared memory. Each is a step of its own.
 *
 * Source: Lamport, "A fast mutual exclusion algorithm", 1987, algorithm 2.
 */
import { array, bool, int, oneOf, over, range, record } from '../checker/index.ts';
import type { System } from '../checker/index.ts';

export interface Params {
  /** Processes. */
  readonly n?: number;
  /** A process that finds contention does not wait until the others have lowered their flags. */
  readonly broken?: boolean;
}

export default function lamportFastMutex({ n = 2, broken = false }: Params = {}): System<State> {
  const { action, always, deadlockFree, sometimes, system } = over(stateOf(n));
  const p = range(n);
  return system({
    name: 'lamport-fast-mutex',
    initial: [{ x: 0, y: 0, b: p.map(() => false), pc: p.map(() => 'start'), other: p.map(() => 0) }],
    actions: {
      RaiseFlag: action({
        params: { p },
        guard: { at: (s, { p }) => s.pc.at(p) === 'start' },
        effect: (next, { p }) => {
          next.b.set(p, true);
          next.pc.set(p, 'setX');
        },
      }),
      SetX: action({
        params: { p },
        guard: { at: (s, { p }) => s.pc.at(p) === 'setX' },
        effect: (next, { p }) => {
          next.x = p + 1;
          next.pc.set(p, 'readY');
        },
      }),
      ReadY: action({
        params: { p },
        guard: { at: (s, { p }) => s.pc.at(p) === 'readY' },
        effect: (next, { p }) => {
          next.pc.set(p, next.y === 0 ? 'setY' : 'yield');
        },
      }),
      LowerToYield: action({
        params: { p },
        guard: { at: (s, { p }) => s.pc.at(p) === 'yield' },
        effect: (next, { p }) => {
          next.b.set(p, false);
          next.pc.set(p, 'awaitY');
        },
      }),
      AwaitY: action({
        params: { p },
        guard: { at: (s, { p }) => s.pc.at(p) === 'awaitY', free: (s) => s.y === 0 },
        effect: (next, { p }) => {
          next.pc.set(p, 'start');
        },
      }),
      SetY: action({
        params: { p },
        guard: { at: (s, { p }) => s.pc.at(p) === 'setY' },
        effect: (next, { p }) => {
          next.y = p + 1;
          next.pc.set(p, 'readX');
        },
      }),
      ReadX: action({
        params: { p },
        guard: { at: (s, { p }) => s.pc.at(p) === 'readX' },
        effect: (next, { p }) => {
          next.pc.set(p, next.x === p + 1 ? 'critical' : 'contend');
        },
      }),
      LowerToContend: action({
        params: { p },
        guard: { at: (s, { p }) => s.pc.at(p) === 'contend' },
        effect: (next, { p }) => {
          next.b.set(p, false);
          next.pc.set(p, broken ? 'readYAgain' : 'awaitFlags');
        },
      }),
      AwaitFlag: action({
        params: { p },
        guard: {
          at: (s, { p }) => s.pc.at(p) === 'awaitFlags',
          lowered: (s, { p }) => !s.b.at(s.other.at(p)),
        },
        effect: (next, { p }) => {
          if (next.other.at(p) === n - 1) next.pc.set(p, 'readYAgain');
          next.other.set(p, (next.other.at(p) + 1) % n);
        },
      }),
      ReadYAgain: action({
        params: { p },
        guard: { at: (s, { p }) => s.pc.at(p) === 'readYAgain' },
        effect: (next, { p }) => {
          next.pc.set(p, next.y === p + 1 ? 'critical' : 'awaitY');
        },
      }),
      FreeY: action({
        params: { p },
        guard: { at: (s, { p }) => s.pc.at(p) === 'critical' },
        effect: (next, { p }) => {
          next.y = 0;
          next.pc.set(p, 'leaving');
        },
      }),
      Leave: action({
        params: { p },
        guard: { at: (s, { p }) => s.pc.at(p) === 'leaving' },
        effect: (next, { p }) => {
          next.b.set(p, false);
          next.pc.set(p, 'start');
        },
      }),
    },
    properties: {
      MutualExclusion: always({ holds: (s) => s.pc.count((pc) => pc === 'critical') <= 1 }),
      NoDeadlock: deadlockFree({ final: () => false }),
      SlowPath: sometimes({ reached: (s) => s.pc.some((pc, p) => pc === 'critical' && !s.b.at(p)) }),
    },
  });
}

const stateOf = (n: number) =>
  record({
    /** A process from 1, or 0 for none. */
    x: int(0, n),
    y: int(0, n),
    b: array(n, bool()),
    pc: array(
      n,
      oneOf(
        'start',
        'setX',
        'readY',
        'yield',
        'awaitY',
        'setY',
        'readX',
        'contend',
        'awaitFlags',
        'readYAgain',
        'critical',
        'leaving',
      ),
    ),
    /** The process whose flag is waited for. */
    other: array(n, int(0, n - 1)),
  });
type State = ReturnType<typeof stateOf>;
