/**
 * What Ms do while tracing is off, in parts without buffers whose bounds have a stop: the same, but no event is written. Such
 * an M reads `trace.enabled` or finds that `trace.gen` is 0, and goes on with what it came for.
 */
import { range } from '../../checker/index.ts';
import { also } from './change.ts';
import type { Actions, Change } from './change.ts';
import { OUTER, leave } from './state.ts';
import type { Constants, NextState, TracerState } from './state.ts';

/** traceAcquire's read of `enabled` where it says no. Where it says yes, AcquireFlagDown has read it. */
export function untracedActions({ over, ms }: Constants): Actions {
  const AcquireOff = over.action({
    params: { m: range(ms) },
    guard: {
      atRead: (s, p) => s.m.at(p.m).stack.at(OUTER).phase === 'enabled',
      seenDisabled: (s) => !s.trace.enabled,
    },
    effect: (next, p) => {
      leave(next.m.at(p.m));
    },
    process: (p) => `M${p.m}`,
    source: 'runtime/traceruntime.go, traceAcquire',
    note: 'one plain read of trace.enabled; nothing else is touched',
  });
  return { AcquireOff };
}

/** What `ends` does for an M that has come out of traceAcquire without a section. */
export function endUntraced(ends: (next: NextState, m: number) => void): Readonly<Record<string, Change>> {
  const thenEnds = also((next, p) => {
    ends(next, Number(p['m']));
  });
  return {
    AcquireOff: thenEnds,
    AcquireUndo: thenEnds,
    AcquireFlagDown: seesEnabled,
  };
}

/** The acquire has read `enabled` with the look at its flag. */
const seesEnabled: Change = (acquire) => ({
  ...acquire,
  guard: [...acquire.guard, { name: 'seenEnabled', holds: (s) => s.trace.enabled || s.trace.shutdown }],
});

/** What Ms need to begin something, by the name of the conjunct: before tracing has begun for the first time nothing of it matters. */
export function mayBegin({ bounds }: Constants): Readonly<Record<string, (s: TracerState) => boolean>> {
  if (!bounds.stop) return { tracing: (s) => s.trace.gen !== 0 };
  return {
    worldRuns: (s) => s.advancer.phase !== 'publish' && s.trace.gen + s.trace.lastNonZeroGen !== 0,
  };
}
