/** Inside a section: the transition of the G, statuses, the event, which is one step here; and the end of the section. */
import { range } from '../../checker/index.ts';
import { also } from '../change.ts';
import type { Actions, Change } from '../change.ts';
import { NESTED, OUTER } from '../state.ts';
import type { Constants, NextState, TracerState } from '../state.ts';
import { endUntraced, seesEnabled } from '../untraced.ts';
import { movesOf, processOf, transitions } from './op.ts';
import type { Op } from './op.ts';
import { readCreate, readEvent, readStatus } from '../trace-reader/reader.ts';
import { statusWasTraced } from './resource.ts';
import type { ResourceRules } from './resource.ts';
import { nextStatuses, statusesOf } from './state.ts';

export function sectionActions(k: Constants, rules: ResourceRules): Actions {
  const { over } = k;
  const moves = movesOf(k.design);
  const params = { m: range(k.ms), depth: [OUTER, NESTED] };
  type P = Readonly<{ m: number; depth: number }>;
  const open = {
    section: (s: TracerState, p: P) => s.m.at(p.m).stack.at(p.depth).phase === 'section',
    running: (s: TracerState, p: P) => p.depth === NESTED || s.m.at(p.m).growing === 'no',
  };
  const movedFirst = (s: TracerState, p: P): boolean => {
    const mp = statusesOf(s).m.at(p.m);
    return p.depth === NESTED || mp.moved || moves[mp.op] !== 'section';
  };
  const knows = (next: NextState, g: number, gen: number): void => {
    nextStatuses(next)
      .g.at(g - 1)
      .statusTraced.set(gen % rules.slots, true);
  };
  const noneAcquired = (s: TracerState, p: P): boolean => statusesOf(s).m.at(p.m).acquired.at(p.depth) === 0;

  const Transition = over.action({
    params: { m: range(k.ms) },
    guard: {
      notMoved: (s, p) => !statusesOf(s).m.at(p.m).moved,
      inSection: (s, p) => {
        const { phase } = s.m.at(p.m).stack.at(OUTER);
        const { op } = statusesOf(s).m.at(p.m);
        return moves[op] === phase;
      },
    },
    effect: (next, p) => {
      const mp = nextStatuses(next).m.at(p.m);
      const g = nextStatuses(next).g.at(mp.g - 1);
      mp.moved = true;
      g.status = transitions[mp.op][1];
      if (mp.op !== 'create') return;
      g.seq.set(0, 0);
      g.seq.set(1, 0);
    },
    process: processOf,
    source: 'runtime/proc.go, casgstatus',
    note: 'one compare-and-swap of g.atomicstatus, which traceAdvance reads; a new G’s sequence numbers are its creator’s',
  });

  const AcquireStatus = over.action({
    params,
    guard: {
      ...open,
      movedFirst,
      noneAcquired,
      untraced: (s, p) => untracedG(rules, s, p.m, p.depth) !== 0,
    },
    effect: (next, p) => {
      const g = untracedG(rules, next, p.m, p.depth);
      const { gen } = next.m.at(p.m).stack.at(p.depth);
      const mp = nextStatuses(next).m.at(p.m);
      // GoCreate has noted that the new G is known before eventWriter asks for the status of the M's own.
      if (mp.op === 'create' && p.depth === OUTER) knows(next, mp.g, gen);
      mp.acquired.set(p.depth, g);
      rules.acquireStatus(rules, nextStatuses(next).g.at(g - 1), gen);
    },
    process: processOf,
    source: 'runtime/tracestatus.go, traceSchedResourceState.acquireStatus',
    note: 'a look, a compare-and-swap and the stores of readyNextGen; who owns the G is alone with them, and nothing in between is split',
  });

  const WriteStatus = over.action({
    params,
    guard: { ...open, acquired: (s, p) => !noneAcquired(s, p) },
    effect: (next, p) => {
      const mp = nextStatuses(next).m.at(p.m);
      const g = mp.acquired.at(p.depth);
      const { gen } = next.m.at(p.m).stack.at(p.depth);
      // The status before the events to come: what the caller of eventWriter says, not what the G has now.
      const before = p.depth === OUTER && g === mp.g ? transitions[mp.op][0] : 'running';
      readStatus(nextStatuses(next), next.trace, gen, g, before);
      mp.acquired.set(p.depth, 0);
      mp.asked.set(p.depth, g === mp.curg ? 'both' : 'other');
    },
    process: processOf,
    source: 'runtime/tracestatus.go, traceWriter.writeGoStatus',
    note: 'a writer() … end() of its own, into the M’s own buffer',
  });

  const WriteEvent = over.action({
    params,
    guard: {
      ...open,
      movedFirst,
      noneAcquired,
      statusesWritten: (s, p) => untracedG(rules, s, p.m, p.depth) === 0,
    },
    effect: (next, p) => {
      const section = next.m.at(p.m).stack.at(p.depth);
      const mp = nextStatuses(next).m.at(p.m);
      const op = p.depth === OUTER ? mp.op : 'other';
      const { gen } = section;
      if (mp.curg !== 0 && mp.g !== mp.curg) readEvent(nextStatuses(next), gen, mp.curg, own);
      const g = p.depth === OUTER ? mp.g : mp.curg;
      const [from, to] = transitions[op];
      if (op === 'create') {
        knows(next, g, gen);
        readCreate(nextStatuses(next), next.trace, gen, g);
      } else if (op === 'start' || op === 'ready') {
        const { seq } = nextStatuses(next).g.at(g - 1);
        seq.set(gen % 2, seq.at(gen % 2) + 1);
        readEvent(nextStatuses(next), gen, g, { from, to, seq: seq.at(gen % 2) });
      } else {
        readEvent(nextStatuses(next), gen, g, { from, to, seq: 0 });
      }
      section.phase = 'release';
      mp.asked.set(p.depth, 'none');
    },
    process: processOf,
    source: 'runtime/traceevent.go, traceEventWriter.event',
    note: 'the sequence number is the owner’s; the event goes into the M’s own buffer',
  });

  const TransitionUntraced = over.action({
    params: { m: range(k.ms) },
    guard: {
      outside: (s, p) => s.m.at(p.m).stack.at(OUTER).phase === 'out',
      owesTransition: (s, p) => owesTransition(statusesOf(s).m.at(p.m).op),
    },
    effect: (next, p) => {
      const mp = nextStatuses(next).m.at(p.m);
      const g = nextStatuses(next).g.at(mp.g - 1);
      g.status = transitions[mp.op][1];
      if (mp.op === 'park') mp.curg = 0;
      else g.owned = false;
      if (mp.op === 'create') {
        g.seq.set(0, 0);
        g.seq.set(1, 0);
      }
      mp.op = 'none';
      mp.g = 0;
    },
    process: processOf,
    source: 'runtime/proc.go, casgstatus',
    note: 'one compare-and-swap of g.atomicstatus; what follows is local to whoever owns the G',
  });

  return {
    Transition,
    AcquireStatus,
    WriteStatus,
    WriteEvent,
    ...(k.bounds.stop && { TransitionUntraced }),
  };
}

/** The transition comes after traceAcquire; that of goexit1 has an action of its own, GoDead. */
const owesTransition = (op: Op): boolean => op === 'park' || op === 'ready' || op === 'create';

/** Without a section: what has nothing left to do is over. */
function leaveUntraced(next: NextState, m: number): void {
  const mp = nextStatuses(next).m.at(m);
  if (owesTransition(mp.op) || mp.op === 'end') return;
  mp.op = 'none';
  mp.g = 0;
}

/** An outer section that found its flag up, which an earlier one had left there, may load generation 0. */
const leavesOuter: Change = also((next, p) => {
  const m = Number(p['m']);
  if (p['depth'] === OUTER && next.m.at(m).stack.at(OUTER).phase === 'out') leaveUntraced(next, m);
});

/** What the part adds to the end of a section and to its growth. */
export function sectionChanges(k: Constants, grows: boolean): Readonly<Record<string, Change>> {
  const moves = movesOf(k.design);
  return {
    ...(k.bounds.stop && endUntraced(leaveUntraced)),
    ...(k.bounds.stop && grows && k.design.reentry !== 'drop' && { AcquireReentrant: seesEnabled }),
    ...(k.bounds.stop && grows && k.design.reentry === 'reload' && { AcquireReload: leavesOuter }),
    Release: (release) => ({
      ...release,
      effect: (next, p) => {
        release.effect(next, p);
        const mp = nextStatuses(next).m.at(Number(p['m']));
        if (p['depth'] === NESTED || mp.op === 'end') return;
        // ready and newproc1 go on to put the G on a run queue, park_m to dropg: both local to whoever owns the G.
        if (mp.op === 'ready' || mp.op === 'create' || mp.op === 'sysBlocked')
          nextStatuses(next).g.at(mp.g - 1).owned = false;
        if (mp.op === 'park' || mp.op === 'sysBlocked') mp.curg = 0;
        mp.op = 'none';
        mp.g = 0;
        mp.moved = false;
      },
      guard: [
        // Outer sections have nothing to grow for after their event.
        ...release.guard.filter(({ name }) => name !== 'running'),
        {
          name: 'moved',
          holds: (s, p) => {
            const mp = statusesOf(s).m.at(Number(p['m']));
            return p['depth'] === NESTED || mp.moved || moves[mp.op] !== 'release';
          },
        },
      ],
    }),
    ...(grows && {
      StackGrowth: (growth) => ({
        ...growth,
        guard: [
          ...growth.guard,
          {
            // The others run on the system stack; and after its event a section calls traceRelease only, which is nosplit.
            name: 'userStack',
            holds: (s, p) => {
              const { op } = statusesOf(s).m.at(Number(p['m']));
              return (
                (op === 'end' || op === 'other') && s.m.at(Number(p['m'])).stack.at(OUTER).phase === 'section'
              );
            },
          },
          {
            name: 'noneAcquired',
            holds: (s, p) => statusesOf(s).m.at(Number(p['m'])).acquired.at(OUTER) === 0,
          },
        ],
      }),
    }),
  };
}

/** What the M's own G does while the event is about another: it has to be known to run. */
const own = { from: 'running', to: 'running', seq: 0 } as const;

/** The next G for whose status the section asks before its event: the one it is about, then the M's own; or 0. */
function untracedG(rules: ResourceRules, s: TracerState, m: number, depth: number): number {
  const { m: ms, g } = statusesOf(s);
  const mp = ms.at(m);
  const { gen } = s.m.at(m).stack.at(depth);
  const asked = mp.asked.at(depth);
  if (asked === 'both') return 0;
  const untraced = (id: number): boolean => id !== 0 && !statusWasTraced(rules, g.at(id - 1), gen);
  if (depth === OUTER && mp.op === 'ready' && asked === 'none' && untraced(mp.g)) return mp.g;
  return untraced(mp.curg) ? mp.curg : 0;
}
