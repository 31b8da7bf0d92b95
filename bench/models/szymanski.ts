/**
 * Szymanski's lock for `n` processes: a waiting room whose door the last one in closes. Each read of another's flag is a step
 * of its own.
 *
 * Broken, a process does not wait for those with lower numbers before it enters.
 * Source: Szymanski, "A simple solution to Lamport's concurrent programming problem with linear wait", 1988.
 */
import { array, int, oneOf, over, range, record } from '../../checker/index.ts';

const places = ['idle', 'awaitDoor', 'enter', 'lookForLate', 'stepAside', 'awaitLast'] as const;
const inside = ['closeDoor', 'awaitLower', 'critical', 'awaitHigher', 'leave'] as const;

export default ({ n = 2, broken = false } = {}) => {
  const proc = record({ pc: oneOf(...places, ...inside), flag: int(0, 4), other: int(0, n - 1) });
  const { always, deadlockFree, sometimes, steps, system, zero } = over(record({ procs: array(n, proc) }));
  const step = steps({ p: range(n) }, 'procs[].pc');
  type Seen = { readonly procs: { at(p: number): { readonly flag: number; readonly other: number } } };
  type P = { readonly p: number };
  const flagOfOther = (s: Seen, { p }: P): number => s.procs.at(s.procs.at(p).other).flag;
  const isLast = (s: Seen, { p }: P): boolean => s.procs.at(p).other === n - 1;
  /** Looks at the next process; after the last one, at the first again. */
  const goOn = (s: { procs: { at(p: number): { other: number } } }, { p }: P): void => {
    const me = s.procs.at(p);
    me.other = (me.other + 1) % n;
  };
  return system({
    name: 'szymanski',
    initial: [zero],
    actions: {
      Come: step('idle', {
        effect: (s, { p }) => {
          s.procs.at(p).flag = 1;
        },
        to: 'awaitDoor',
      }),
      AwaitDoor: step('awaitDoor', {
        guard: { open: (s, params) => flagOfOther(s, params) < 3 },
        effect: goOn,
        to: (s, params) => (isLast(s, params) ? 'enter' : 'awaitDoor'),
      }),
      Enter: step('enter', {
        effect: (s, { p }) => {
          s.procs.at(p).flag = 3;
        },
        to: 'lookForLate',
      }),
      SeeLate: step('lookForLate', {
        guard: { late: (s, params) => flagOfOther(s, params) === 1 },
        effect: (s, { p }) => {
          s.procs.at(p).other = 0;
        },
        to: 'stepAside',
      }),
      SeeNoneLate: step('lookForLate', {
        guard: { notLate: (s, params) => flagOfOther(s, params) !== 1 },
        effect: goOn,
        to: (s, params) => (isLast(s, params) ? 'closeDoor' : 'lookForLate'),
      }),
      StepAside: step('stepAside', {
        effect: (s, { p }) => {
          s.procs.at(p).flag = 2;
        },
        to: 'awaitLast',
      }),
      SeeLast: step('awaitLast', {
        guard: { last: (s, params) => flagOfOther(s, params) === 4 },
        effect: (s, { p }) => {
          s.procs.at(p).other = 0;
        },
        to: 'closeDoor',
      }),
      SeeNotLast: step('awaitLast', {
        guard: { notLast: (s, params) => flagOfOther(s, params) !== 4 },
        effect: goOn,
        to: 'awaitLast',
      }),
      CloseDoor: step('closeDoor', {
        effect: (s, { p }) => {
          s.procs.at(p).flag = 4;
        },
        to: (_, { p }) => (broken || p === 0 ? 'critical' : 'awaitLower'),
      }),
      AwaitLower: step('awaitLower', {
        guard: { away: (s, params) => flagOfOther(s, params) < 2 },
        effect: (s, { p }) => {
          const me = s.procs.at(p);
          me.other = me.other === p - 1 ? 0 : me.other + 1;
        },
        to: (s, { p }) => (s.procs.at(p).other === p - 1 ? 'critical' : 'awaitLower'),
      }),
      LeaveRoom: step('critical', {
        effect: (s, { p }) => {
          s.procs.at(p).other = p === n - 1 ? 0 : p + 1;
        },
        to: (_, { p }) => (p === n - 1 ? 'leave' : 'awaitHigher'),
      }),
      AwaitHigher: step('awaitHigher', {
        guard: {
          notWithin: (s, params) => {
            const flag = flagOfOther(s, params);
            return flag < 2 || flag === 4;
          },
        },
        effect: goOn,
        to: (s, params) => (isLast(s, params) ? 'leave' : 'awaitHigher'),
      }),
      Leave: step('leave', {
        effect: (s, { p }) => {
          s.procs.at(p).flag = 0;
        },
        to: 'idle',
      }),
    },
    properties: {
      MutualExclusion: always({ holds: (s) => s.procs.count(({ pc }) => pc === 'critical') <= 1 }),
      NoDeadlock: deadlockFree({ final: () => false }),
      SomeoneStepsAside: sometimes({ reached: (s) => s.procs.some(({ flag }) => flag === 2) }),
    },
  });
};
