/** Two processes and one lock: the smallest example. */
import { array, bool, oneOf, over, range, record } from '../checker/index.ts';

const state = record({ lock: bool(), pc: array(2, oneOf('idle', 'waiting', 'critical')) });
const { action, always, deadlockFree, system } = over(state);

const mutex = system({
  name: 'mutex',
  initial: [{ lock: false, pc: ['idle', 'idle'] }],
  actions: {
    Request: action({
      params: { p: range(2) },
      guard: { idle: (s, { p }) => s.pc.at(p) === 'idle' },
      effect: (s, { p }) => {
        s.pc.set(p, 'waiting');
      },
    }),
    Enter: action({
      params: { p: range(2) },
      guard: { waiting: (s, { p }) => s.pc.at(p) === 'waiting', free: (s) => !s.lock },
      effect: (s, { p }) => {
        s.lock = true;
        s.pc.set(p, 'critical');
      },
    }),
    Leave: action({
      params: { p: range(2) },
      guard: { critical: (s, { p }) => s.pc.at(p) === 'critical' },
      effect: (s, { p }) => {
        s.lock = false;
        s.pc.set(p, 'idle');
      },
    }),
  },
  properties: {
    MutualExclusion: always({ holds: (s) => s.pc.count((pc) => pc === 'critical') <= 1 }),
    NoDeadlock: deadlockFree({ final: () => false }),
  },
});

export default mutex;
