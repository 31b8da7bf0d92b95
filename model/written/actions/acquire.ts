/**
 * traceAcquire, and traceTryAcquire where the design has it. The steps that read or write what other threads see are
 * actions of their own; everything else is local to the M (no other thread writes it) and joins the step before it.
 */
import { range } from '../../../checker/index.ts';
import type { Action } from '../../../checker/index.ts';
import { NESTED, OUTER, isEndless, leave, leaveNested, oneLess, oneMore } from '../state.ts';
import type { Constants, TracerSchema, TracerState } from '../state.ts';

export function acquireActions(k: Constants): Readonly<Record<string, Action<TracerSchema>>> {
  const { design, grows, over } = k;
  const m = range(k.ms);
  const depth = k.depths;
  const process = (p: { readonly m: number }): string => `M${p.m}`;
  const drops = design.reentry === 'drop';
  const reloads = design.reentry === 'reload';
  const flagDown = (s: TracerState, p: { readonly m: number; readonly depth: number }): boolean =>
    !s.m.at(p.m).writing || (drops && p.depth !== NESTED);

  const AcquireOuter = over.action({
    params: { m },
    guard: {
      outside: (s, p) => s.m.at(p.m).stack.at(OUTER).phase === 'out',
      sectionsLeft: (s, p) => s.m.at(p.m).sections > 0 || isEndless(k, p.m),
      seenEnabled: (s) => s.trace.enabled || s.trace.shutdown,
    },
    effect: (next, p) => {
      const mp = next.m.at(p.m);
      if (!isEndless(k, p.m)) mp.sections--;
      mp.stack.at(OUTER).phase = 'enabled';
    },
    process,
    source: 'runtime/traceruntime.go, traceAcquire',
    note: 'one plain read of trace.enabled; while StopTrace runs, the value read may be stale',
  });

  const AcquireNested = over.action({
    params: { m },
    guard: {
      growing: (s, p) => s.m.at(p.m).stack.at(NESTED).phase === 'start',
      seenEnabled: (s) => s.trace.enabled || s.trace.shutdown,
    },
    effect: (next, p) => {
      next.m.at(p.m).stack.at(NESTED).phase = 'enabled';
    },
    process,
    source: `runtime/traceruntime.go, ${drops ? 'traceTryAcquire' : 'traceAcquire'}`,
    note: 'one plain read of trace.enabled, by stackalloc or stackfree on the system stack',
  });

  const AcquireDisabled = over.action({
    params: { m },
    guard: {
      growing: (s, p) => s.m.at(p.m).stack.at(NESTED).phase === 'start',
      seenDisabled: (s) => !s.trace.enabled,
    },
    effect: (next, p) => {
      leaveNested(next.m.at(p.m));
    },
    process,
    source: `runtime/traceruntime.go, ${drops ? 'traceTryAcquire' : 'traceAcquire'}`,
    note: 'one plain read of trace.enabled, which StopTrace has cleared; nothing else is touched',
  });

  const AcquireFlagDown = over.action({
    params: { m, depth },
    guard: {
      enabled: (s, p) => s.m.at(p.m).stack.at(p.depth).phase === 'enabled',
      // Without growths an acquire never finds its own flag up.
      ...(grows && { flagDown }),
    },
    effect: (next, p) => {
      const mp = next.m.at(p.m);
      mp.locks = oneMore(mp.locks);
      mp.stack.at(p.depth).phase = 'setFlag';
    },
    process,
    source: 'runtime/traceruntime.go, traceAcquireEnabled',
    note: "m.locks++ and a read of the M's own flag, both local",
  });

  const AcquireReentrant = over.action({
    params: { m, depth },
    guard: {
      enabled: (s, p) => s.m.at(p.m).stack.at(p.depth).phase === 'enabled',
      flagUp: (s, p) => s.m.at(p.m).writing,
    },
    effect: (next, p) => {
      const mp = next.m.at(p.m);
      const section = mp.stack.at(p.depth);
      mp.locks = oneMore(mp.locks);
      mp.reentered = oneMore(mp.reentered);
      section.gen = reloads ? 0 : mp.entryGen;
      section.phase = reloads ? 'reload' : 'section';
    },
    process,
    source: 'runtime/traceruntime.go, traceAcquireEnabled',
    note: "m.locks++, the M's own flag, reentered++ and (1.26) entryGen: all local",
  });

  const AcquireReload = over.action({
    params: { m, depth },
    guard: { reload: (s, p) => s.m.at(p.m).stack.at(p.depth).phase === 'reload' },
    effect: (next, p) => {
      const mp = next.m.at(p.m);
      const section = mp.stack.at(p.depth);
      section.gen = next.trace.gen;
      section.phase = 'section';
      if (next.trace.gen !== 0) return;
      if (design.notOkReleases) {
        mp.reentered = oneLess(mp.reentered);
        mp.locks = oneLess(mp.locks);
      }
      leave(mp, p.depth);
    },
    process,
    source: 'runtime/traceruntime.go, traceAcquireEnabled',
    note: 'one atomic load of trace.gen; where it is 0 the caller sees !ok and never releases what was counted',
  });

  const AcquireDropped = over.action({
    params: { m },
    guard: {
      enabled: (s, p) => s.m.at(p.m).stack.at(NESTED).phase === 'enabled',
      flagUp: (s, p) => s.m.at(p.m).writing,
    },
    effect: (next, p) => {
      leaveNested(next.m.at(p.m));
    },
    process,
    source: 'runtime/traceruntime.go, traceTryAcquireEnabled',
    note: "a read of the M's own flag; nothing has been counted, and the event is given up",
  });

  const AcquireSetFlag = over.action({
    params: { m, depth },
    guard: { setFlag: (s, p) => s.m.at(p.m).stack.at(p.depth).phase === 'setFlag' },
    effect: (next, p) => {
      const mp = next.m.at(p.m);
      mp.writing = design.lock === 'seqlock' ? !mp.writing : true;
      mp.stack.at(p.depth).phase = 'loadGen';
    },
    process,
    source: 'runtime/traceruntime.go, traceAcquireEnabled',
    note: 'one sequentially consistent store, apart from the load of trace.gen: an advance may fall between them',
  });

  const AcquireLoadGen = over.action({
    params: { m, depth },
    guard: { loadGen: (s, p) => s.m.at(p.m).stack.at(p.depth).phase === 'loadGen' },
    effect: (next, p) => {
      const mp = next.m.at(p.m);
      const section = mp.stack.at(p.depth);
      const { gen } = next.trace;
      section.gen = gen;
      section.phase = gen === 0 ? 'undo' : 'section';
      if (gen !== 0 && design.reentry === 'entryGen') mp.entryGen = gen;
    },
    process,
    source: 'runtime/traceruntime.go, traceAcquireEnabled',
    note: 'one atomic load of trace.gen; entryGen is local',
  });

  const AcquireUndo = over.action({
    params: { m, depth },
    guard: { undo: (s, p) => s.m.at(p.m).stack.at(p.depth).phase === 'undo' },
    effect: (next, p) => {
      const mp = next.m.at(p.m);
      mp.writing = design.lock === 'seqlock' ? !mp.writing : false;
      mp.locks = oneLess(mp.locks);
      leave(mp, p.depth);
    },
    process,
    source: 'runtime/traceruntime.go, traceAcquireEnabled',
    note: 'one store to the flag, then m.locks--, which is local; the caller sees !ok',
  });

  const everywhere = {
    AcquireOuter,
    ...(grows && { AcquireNested, AcquireDisabled }),
    AcquireFlagDown,
    AcquireSetFlag,
    AcquireLoadGen,
    AcquireUndo,
  };
  if (!grows) return everywhere;
  switch (design.reentry) {
    case 'drop':
      return { ...everywhere, AcquireDropped };
    case 'reload':
      return { ...everywhere, AcquireReentrant, AcquireReload };
    case 'entryGen':
      return { ...everywhere, AcquireReentrant };
  }
}
