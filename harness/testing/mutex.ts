import { array, bool, oneOf, over, range, record } from '../../checker/public.ts';

const { always, steps, system, zero } = over(
  record({ lock: bool(), pc: array(2, oneOf('idle', 'waiting', 'critical')) }),
);
const step = steps({ p: range(2) }, 'pc');

const Request = step('idle', { to: 'waiting' });
const Leave = step('critical', {
  effect: (s) => {
    s.lock = false;
  },
  to: 'idle',
});
const properties = {
  MutualExclusion: always({ holds: (s) => s.pc.count((pc) => pc === 'critical') <= 1 }),
};

/** Two processes share a lock. */
export const mutex = system({
  name: 'mutex',
  initial: [zero],
  actions: {
    Request,
    Enter: step('waiting', {
      guard: { free: (s) => !s.lock },
      effect: (s) => {
        s.lock = true;
      },
      to: 'critical',
    }),
    Leave,
  },
  properties,
});

/** The same, but nobody looks at the lock. */
export const noLock = system({
  name: 'noLock',
  initial: [zero],
  actions: { Request, Enter: step('waiting', { to: 'critical' }), Leave },
  properties,
});
