/**
 * Lamport's bakery lock for `n` processes, each read of another's ticket a step of its own.
 *
 * Tickets have no bound in the paper. Here a process whose ticket would exceed `bound` goes away and comes again.
 * Source: Lamport, "A new solution of Dijkstra's concurrent programming problem", 1974.
 */
import { array, bool, int, oneOf, over, range, record } from '../checker/index.ts';
import type { System } from '../checker/index.ts';

export interface Params {
  /** Processes. */
  readonly n?: number;
  /** Largest ticket. */
  readonly bound?: number;
  /** Nobody waits for a process that is choosing its ticket. */
  readonly broken?: boolean;
}

export default function bakery({ n = 2, bound = 3, broken = false }: Params = {}): System<State> {
  const { action, always, deadlockFree, sometimes, system } = over(stateOf(n, bound));
  const p = range(n);
  return system({
    name: 'bakery',
    initial: [{ procs: p.map(() => ({ pc: 'idle', choosing: false, ticket: 0, max: 0, other: 0 })) }],
    actions: {
      Enter: action({
        params: { p },
        guard: { at: (s, { p }) => s.procs.at(p).pc === 'idle' },
        effect: (next, { p }) => {
          const me = next.procs.at(p);
          me.choosing = true;
          me.pc = 'reading';
        },
      }),
      ReadTicket: action({
        params: { p },
        guard: { at: (s, { p }) => s.procs.at(p).pc === 'reading' },
        effect: (next, { p }) => {
          const me = next.procs.at(p);
          const { ticket } = next.procs.at(me.other);
          if (ticket > me.max) me.max = ticket;
          if (me.other === n - 1) me.pc = 'taking';
          me.other = (me.other + 1) % n;
        },
      }),
      TakeTicket: action({
        params: { p },
        guard: {
          at: (s, { p }) => s.procs.at(p).pc === 'taking',
          withinBound: (s, { p }) => s.procs.at(p).max < bound,
        },
        effect: (next, { p }) => {
          const me = next.procs.at(p);
          me.ticket = me.max + 1;
          me.max = 0;
          me.pc = 'taken';
        },
      }),
      GoAway: action({
        params: { p },
        guard: {
          at: (s, { p }) => s.procs.at(p).pc === 'taking',
          beyondBound: (s, { p }) => s.procs.at(p).max === bound,
        },
        effect: (next, { p }) => {
          const me = next.procs.at(p);
          me.choosing = false;
          me.max = 0;
          me.pc = 'idle';
        },
        note: 'Not in the paper: it keeps tickets within the bound.',
      }),
      Chosen: action({
        params: { p },
        guard: { at: (s, { p }) => s.procs.at(p).pc === 'taken' },
        effect: (next, { p }) => {
          const me = next.procs.at(p);
          me.choosing = false;
          me.pc = 'awaitChosen';
        },
      }),
      AwaitChosen: action({
        params: { p },
        guard: {
          at: (s, { p }) => s.procs.at(p).pc === 'awaitChosen',
          otherHasChosen: (s, { p }) => broken || !s.procs.at(s.procs.at(p).other).choosing,
        },
        effect: (next, { p }) => {
          next.procs.at(p).pc = 'awaitTurn';
        },
      }),
      AwaitTurn: action({
        params: { p },
        guard: {
          at: (s, { p }) => s.procs.at(p).pc === 'awaitTurn',
          otherIsLater: (s, { p }) => {
            const me = s.procs.at(p);
            const theirs = s.procs.at(me.other).ticket;
            return theirs === 0 || theirs > me.ticket || (theirs === me.ticket && me.other >= p);
          },
        },
        effect: (next, { p }) => {
          const me = next.procs.at(p);
          me.pc = me.other === n - 1 ? 'critical' : 'awaitChosen';
          me.other = (me.other + 1) % n;
        },
      }),
      Leave: action({
        params: { p },
        guard: { at: (s, { p }) => s.procs.at(p).pc === 'critical' },
        effect: (next, { p }) => {
          const me = next.procs.at(p);
          me.ticket = 0;
          me.pc = 'idle';
        },
      }),
    },
    properties: {
      MutualExclusion: always({ holds: (s) => s.procs.count(({ pc }) => pc === 'critical') <= 1 }),
      NoDeadlock: deadlockFree({ final: () => false }),
      BoundIsMet: sometimes({ reached: (s) => s.procs.some(({ ticket }) => ticket === bound) }),
    },
  });
}

const stateOf = (n: number, bound: number) =>
  record({
    procs: array(
      n,
      record({
        pc: oneOf('idle', 'reading', 'taking', 'taken', 'awaitChosen', 'awaitTurn', 'critical'),
        choosing: bool(),
        ticket: int(0, bound),
        max: int(0, bound),
        /** The process whose ticket is looked at. */
        other: int(0, n - 1),
      }),
    ),
  });
type State = ReturnType<typeof stateOf>;
