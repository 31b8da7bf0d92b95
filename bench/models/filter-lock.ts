/**
 * The filter lock, Peterson's lock for `n` processes: one process stays behind on each of n-1 levels. Each access to shared
 * memory is a step of its own.
 *
 * Broken, a process names itself the victim before it shows its level.
 * Source: Peterson, "Myths about the mutual exclusion problem", 1981, the section on n processes.
 */
import { array, int, oneOf, over, range, record } from '../../checker/index.ts';

export default ({ n = 3, broken = false } = {}) => {
  const proc = record({
    pc: oneOf('idle', 'first', 'second', 'scanning', 'readVictim', 'critical'),
    /** The level that it tries to pass, from 1, or 0. */
    wants: int(0, n - 1),
    /** The process whose level is looked at. */
    other: int(0, n - 1),
  });
  const { always, deadlockFree, sometimes, steps, system, zero } = over(
    record({ level: array(n, int(0, n - 1)), victim: array(n, int(0, n - 1)), procs: array(n, proc) }),
  );
  const step = steps({ p: range(n) }, 'procs[].pc');
  return system({
    name: 'filter-lock',
    initial: [zero],
    actions: {
      Begin: step('idle', {
        effect: (s, { p }) => {
          s.procs.at(p).wants = 1;
        },
        to: 'first',
      }),
      ShowLevel: step(broken ? 'second' : 'first', {
        effect: (s, { p }) => s.level.set(p, s.procs.at(p).wants),
        to: broken ? 'scanning' : 'second',
      }),
      BeVictim: step(broken ? 'first' : 'second', {
        effect: (s, { p }) => s.victim.set(s.procs.at(p).wants, p),
        to: broken ? 'second' : 'scanning',
      }),
      // Looks at one process after the other; whoever is not below makes it look at the victim, too.
      SeeLower: step('scanning', {
        guard: {
          lower: (s, { p }) => {
            const { other, wants } = s.procs.at(p);
            return other === p || s.level.at(other) < wants;
          },
        },
        effect: (s, { p }) => {
          const me = s.procs.at(p);
          if (me.other < n - 1) me.other += 1;
          else {
            me.other = 0;
            me.wants = me.wants < n - 1 ? me.wants + 1 : 0;
          }
        },
        to: (s, { p }) => {
          const { other, wants } = s.procs.at(p);
          if (other < n - 1) return 'scanning';
          return wants < n - 1 ? 'first' : 'critical';
        },
      }),
      SeeHigher: step('scanning', {
        guard: {
          notLower: (s, { p }) => {
            const { other, wants } = s.procs.at(p);
            return other !== p && s.level.at(other) >= wants;
          },
        },
        to: 'readVictim',
      }),
      StayVictim: step('readVictim', {
        guard: { victim: (s, { p }) => s.victim.at(s.procs.at(p).wants) === p },
        effect: (s, { p }) => {
          s.procs.at(p).other = 0;
        },
        to: 'scanning',
      }),
      Pass: step('readVictim', {
        guard: { another: (s, { p }) => s.victim.at(s.procs.at(p).wants) !== p },
        effect: (s, { p }) => {
          const me = s.procs.at(p);
          me.other = 0;
          me.wants = me.wants < n - 1 ? me.wants + 1 : 0;
        },
        to: (s, { p }) => (s.procs.at(p).wants < n - 1 ? 'first' : 'critical'),
      }),
      Leave: step('critical', { effect: (s, { p }) => s.level.set(p, 0), to: 'idle' }),
    },
    properties: {
      MutualExclusion: always({ holds: (s) => s.procs.count(({ pc }) => pc === 'critical') <= 1 }),
      NoDeadlock: deadlockFree({ final: () => false }),
      AllTry: sometimes({ reached: (s) => s.procs.every(({ wants }) => wants > 0) }),
    },
  });
};
