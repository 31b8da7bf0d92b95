/**
 * traceAcquire and traceRelease. The steps that read or write what other threads see are actions of their own; everything
 * else is local to the M (no other thread writes it) and joins the step before it. No stack grows, so an acquire never finds
 * its own flag up.
 */
import { range } from '../../../checker/index.ts';
import type { Action } from '../../../checker/index.ts';
import { OUTER, leave } from '../state.ts';
import type { Constants, TracerSchema } from '../state.ts';

export function acquireActions(k: Constants): Readonly<Record<string, Action<TracerSchema>>> {
  const { bounds, design, over } = k;
  const m = range(k.ms);
  const depth = [OUTER];
  const process = (p: { readonly m: number }): string => `M${p.m}`;

  const AcquireFlagDown = over.action({
    params: { m, depth },
    guard: { enabled: (s, p) => s.m.at(p.m).stack.at(p.depth).phase === 'enabled' },
    effect: (next, p) => {
      const mp = next.m.at(p.m);
      mp.locks++;
      mp.stack.at(p.depth).phase = 'setFlag';
    },
    process,
    source: 'runtime/traceruntime.go, traceAcquireEnabled',
    note: "m.locks++ and a read of the M's own flag, both local",
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
      mp.locks--;
      leave(mp);
    },
    process,
    source: 'runtime/traceruntime.go, traceAcquireEnabled',
    note: 'one store to the flag, then m.locks--, which is local; the caller sees !ok',
  });

  const Release = over.action({
    params: { m, depth },
    guard: { release: (s, p) => s.m.at(p.m).stack.at(p.depth).phase === 'release' },
    effect: (next, p) => {
      const mp = next.m.at(p.m);
      mp.writing = design.lock === 'seqlock' ? !mp.writing : false;
      // Dead until the next acquire writes it: two states that differ only in it are one.
      mp.entryGen = 0;
      mp.locks--;
      leave(mp);
    },
    process,
    source: 'runtime/traceruntime.go, traceRelease',
    note: 'of the stores only the one to the flag is seen by others, and m.locks-- is local',
  });

  return { AcquireFlagDown, AcquireSetFlag, AcquireLoadGen, ...(bounds.stop && { AcquireUndo }), Release };
}
