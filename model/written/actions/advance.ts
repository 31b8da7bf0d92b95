/**
 * traceAdvance, from the store of the new generation to the release of traceAdvanceSema. The semaphore is held
 * throughout, hence one advancer and no other writer of trace.gen; what comes before the store is left out.
 */
import { range } from '../../../checker/index.ts';
import type { Action } from '../../../checker/index.ts';
import type { Constants, TracerSchema } from '../state.ts';

export function advanceActions(k: Constants): Readonly<Record<string, Action<TracerSchema>>> {
  const { bounds, over } = k;
  const m = range(k.ms);
  const process = (): string => 'advancer';
  const source = 'runtime/trace.go, traceAdvance';

  const AdvanceStoreGen = over.action({
    guard: {
      idle: (s) => s.advancer.phase === 'idle',
      tracing: (s) => s.trace.gen !== 0,
      generationsLeft: (s) => s.trace.gen < bounds.generations,
    },
    effect: (next) => {
      next.advancer.gen = next.trace.gen;
      next.trace.lastNonZeroGen = next.trace.gen;
      next.trace.gen++;
      next.advancer.phase = 'snapshot';
    },
    process,
    source,
    note: 'one atomic store; the load of the old generation before it cannot be overtaken, the semaphore being held',
  });

  const StopStoreGen = over.action({
    guard: {
      idle: (s) => s.advancer.phase === 'idle',
      tracing: (s) => s.trace.gen !== 0,
    },
    effect: (next) => {
      next.advancer.gen = next.trace.gen;
      next.trace.lastNonZeroGen = next.trace.gen;
      next.trace.shutdown = true;
      next.trace.gen = 0;
      next.advancer.phase = 'clearEnabled';
    },
    process,
    source,
    note: 'shutdown and generation 0 are stored under trace.lock',
  });

  const StopClearEnabled = over.action({
    guard: { clearEnabled: (s) => s.advancer.phase === 'clearEnabled' },
    effect: (next) => {
      next.trace.enabled = false;
      next.advancer.phase = 'snapshot';
    },
    process,
    source,
    note: 'one plain store after gen; an M may go on reading true (AcquireFlagDown)',
  });

  const AdvanceSnapshot = over.action({
    guard: {
      snapshot: (s) => s.advancer.phase === 'snapshot',
    },
    effect: (next) => {
      for (let id = 0; id < k.ms; id++) next.advancer.toFlush.set(id, true);
      next.advancer.phase = 'scan';
    },
    process,
    source,
    note: 'links allm and freem, all under one sched.lock',
  });

  const AdvanceReadFlag = over.action({
    params: { m },
    guard: {
      scan: (s) => s.advancer.phase === 'scan',
      toFlush: (s, p) => s.advancer.toFlush.at(p.m),
      flagDown: (s, p) => !s.m.at(p.m).writing,
    },
    effect: (next, p) => {
      next.advancer.m = p.m;
      next.advancer.phase = 'flush';
    },
    process,
    source,
    note: 'one atomic load without a lock; a flag that is up changes nothing, the M is looked at again',
  });

  const AdvanceFlush = over.action({
    guard: { flush: (s) => s.advancer.phase === 'flush' },
    effect: (next) => {
      const { advancer } = next;
      advancer.toFlush.set(advancer.m, false);
      advancer.m = 0;
      advancer.phase = 'scan';
    },
    process,
    source,
    note: 'push and clearing of the slot under trace.lock, apart from the look at the flag; nothing of a buffer is kept here',
  });

  const AdvanceFlushedGen = over.action({
    guard: {
      scan: (s) => s.advancer.phase === 'scan',
      allFlushed: (s) => s.advancer.toFlush.every((left) => !left),
    },
    effect: (next) => {
      next.trace.flushedGen = next.advancer.gen;
      next.advancer.phase = 'waitDone';
    },
    process,
    source,
    note: 'one store under trace.lock',
  });

  const AdvanceDone = over.action({
    guard: {
      waitDone: (s) => s.advancer.phase === 'waitDone',
      readerDone: (s) => s.trace.doneSema.at(s.advancer.gen % 2),
    },
    effect: (next) => {
      next.trace.doneSema.set(next.advancer.gen % 2, false);
      next.trace.shutdown = false;
      next.advancer.gen = 0;
      next.advancer.phase = 'idle';
    },
    process,
    source,
    note: 'doneSema, the checks under trace.lock and the release of traceAdvanceSema: nothing of the model runs between them',
  });

  return {
    AdvanceStoreGen,
    ...(bounds.stop && { StopStoreGen, StopClearEnabled }),
    AdvanceSnapshot,
    AdvanceReadFlag,
    AdvanceFlush,
    AdvanceFlushedGen,
    AdvanceDone,
  };
}
