/** Inside a section: the status of the M's P, and the event, which is one step here. */
import { range } from '../../checker/index.ts';
import type { Actions } from '../change.ts';
import { OUTER } from '../state.ts';
import type { Constants, TracerState } from '../state.ts';
import { readEvent, readStatus } from '../statuses/reader.ts';
import { statusWasTraced } from '../statuses/resource.ts';
import type { ResourceRules } from '../statuses/resource.ts';
import { processOf } from './proc-actions.ts';
import { nextProcs, procsOf } from './state.ts';

/** Of each kind of section: the status of the P before its event and after it. */
const transitions = {
  none: ['running', 'running'],
  start: ['idle', 'running'],
  stop: ['running', 'idle'],
  other: ['running', 'running'],
} as const;

export function procSectionActions(k: Constants, rules: ResourceRules): Actions {
  const { over } = k;
  const params = { m: range(k.ms) };
  type A = Readonly<{ m: number }>;
  const section = (s: TracerState, a: A): boolean => s.m.at(a.m).stack.at(OUTER).phase === 'section';
  const traced = (s: TracerState, a: A): boolean =>
    statusWasTraced(rules, procsOf(s).p.at(procsOf(s).m.at(a.m).p - 1), s.m.at(a.m).stack.at(OUTER).gen);

  const AcquireStatus = over.action({
    params,
    guard: { section, untraced: (s, a) => !traced(s, a) },
    effect: (next, a) => {
      const mp = nextProcs(next).m.at(a.m);
      rules.acquireStatus(rules, nextProcs(next).p.at(mp.p - 1), next.m.at(a.m).stack.at(OUTER).gen);
      mp.acquired = true;
    },
    process: processOf,
    source: 'runtime/tracestatus.go, traceSchedResourceState.acquireStatus',
    note: 'a look, a compare-and-swap and the stores of readyNextGen; who owns the P is alone with them',
  });

  const WriteStatus = over.action({
    params,
    guard: { section, acquired: (s, a) => procsOf(s).m.at(a.m).acquired },
    effect: (next, a) => {
      const mp = nextProcs(next).m.at(a.m);
      const { gen } = next.m.at(a.m).stack.at(OUTER);
      readStatus(nextProcs(next), next.trace.flushedGen, gen, mp.p, transitions[mp.op][0]);
      mp.acquired = false;
    },
    process: processOf,
    source: 'runtime/tracestatus.go, traceWriter.writeProcStatus',
    note: 'a writer() … end() of its own, into the M’s own buffer',
  });

  const WriteEvent = over.action({
    params,
    guard: { section, traced, notAcquired: (s, a) => !procsOf(s).m.at(a.m).acquired },
    effect: (next, a) => {
      const mp = nextProcs(next).m.at(a.m);
      const pp = nextProcs(next).p.at(mp.p - 1);
      const { gen } = next.m.at(a.m).stack.at(OUTER);
      const [from, to] = transitions[mp.op];
      const numbered = mp.op === 'start';
      if (numbered) pp.seq.set(gen % 2, pp.seq.at(gen % 2) + 1);
      readEvent(nextProcs(next), gen, mp.p, { from, to, seq: numbered ? pp.seq.at(gen % 2) : 0 });
      next.m.at(a.m).stack.at(OUTER).phase = 'release';
    },
    process: processOf,
    source: 'runtime/traceevent.go, traceEventWriter.event',
    note: 'the sequence number is the owner’s; the event goes into the M’s own buffer',
  });

  return { AcquireStatus, WriteStatus, WriteEvent };
}
