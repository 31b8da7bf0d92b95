/**
 * Lamport's bakery lock for `n` processes, each read of another's ticket a step of its own.
 *
 * Tickets have no bound in the paper. Here a process whose ticket would exceed `bound` goes away and comes again.
 * Broken, nobody waits for a process that is choosing its ticket.
 * Source: Lamport, "A new solution of Dijkstra's concurrent programming problem", 1974.
 */
import { array, bool, int, oneOf, over, range, record } from '../checker/index.ts';

export default ({ n = 2, bound = 3, broken = false } = {}) => {
  const proc = record({
    pc: oneOf('idle', 'reading', 'taking', 'taken', 'awaitChosen', 'awaitTurn', 'critical'),
    choosing: bool(),
    ticket: int(0, bound),
    max: int(0, bound),
    /** The process whose ticket is looked at. */
    other: int(0, n - 1),
  });
  const { always, deadlockFree, sometimes, steps, system, zero } = over(record({ procs: array(n, proc) }));
  const step = steps({ p: range(n) }, 'procs[].pc');
  return system({
    name: 'bakery',
    initial: [zero],
    actions: {
      Enter: step('idle', {
        effect: (s, { p }) => {
          s.procs.at(p).choosing = true;
        },
        to: 'reading',
      }),
      ReadTicket: step('reading', {
        effect: (s, { p }) => {
          const me = s.procs.at(p);
          me.max = Math.max(me.max, s.procs.at(me.other).ticket);
          me.other = (me.other + 1) % n;
        },
        to: (s, { p }) => (s.procs.at(p).other === n - 1 ? 'taking' : 'reading'),
      }),
      TakeTicket: step('taking', {
        guard: { withinBound: (s, { p }) => s.procs.at(p).max < bound },
        effect: (s, { p }) => {
          const me = s.procs.at(p);
          me.ticket = me.max + 1;
          me.max = 0;
        },
        to: 'taken',
      }),
      GoAway: step('taking', {
        guard: { beyondBound: (s, { p }) => s.procs.at(p).max === bound },
        effect: (s, { p }) => {
          s.procs.at(p).choosing = false;
          s.procs.at(p).max = 0;
        },
        to: 'idle',
        note: 'Not in the paper: it keeps tickets within the bound.',
      }),
      Chosen: step('taken', {
        effect: (s, { p }) => {
          s.procs.at(p).choosing = false;
        },
        to: 'awaitChosen',
      }),
      AwaitChosen: step('awaitChosen', {
        guard: { otherHasChosen: (s, { p }) => broken || !s.procs.at(s.procs.at(p).other).choosing },
        to: 'awaitTurn',
      }),
      AwaitTurn: step('awaitTurn', {
        guard: {
          otherIsLater: (s, { p }) => {
            const { ticket, other } = s.procs.at(p);
            const theirs = s.procs.at(other).ticket;
            return theirs === 0 || theirs > ticket || (theirs === ticket && other >= p);
          },
        },
        effect: (s, { p }) => {
          s.procs.at(p).other = (s.procs.at(p).other + 1) % n;
        },
        to: (s, { p }) => (s.procs.at(p).other === n - 1 ? 'critical' : 'awaitChosen'),
      }),
      Leave: step('critical', {
        effect: (s, { p }) => {
          s.procs.at(p).ticket = 0;
        },
        to: 'idle',
      }),
    },
    properties: {
      MutualExclusion: always({ holds: (s) => s.procs.count(({ pc }) => pc === 'critical') <= 1 }),
      NoDeadlock: deadlockFree({ final: () => false }),
      BoundIsMet: sometimes({ reached: (s) => s.procs.some(({ ticket }) => ticket === bound) }),
    },
  });
};
