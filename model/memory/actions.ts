/**
 * The core's actions over memory with store buffers. A store enters the buffer of its thread; the memory system moves the
 * oldest on at any later step; a load finds the thread's own stores first. A sequentially consistent store is one after
 * which the thread makes no step that others' stores decide before its buffer is empty: Go compiles it to XCHG on amd64,
 * which waits for just that. Taking a lock empties the buffer too.
 */
import { range } from '../../checker/index.ts';
import type { Actions, Change } from '../change.ts';
import type { Constants, NextM, TracerState } from '../state.ts';
import { FLAG_DOWN, FLAG_UP, slotStore } from '../program/stores-fields.ts';
import { drainOldest, hasSlotStore, isDrained, store as storeOf } from '../program/stores.ts';

export function throughMemory(core: Actions, k: Constants): Actions {
  const { buffersPerM } = k.bounds;
  const store = (m: NextM, entry: number): void => {
    storeOf(m, entry, buffersPerM);
  };

  /** The M stores its flag where the effect changes it. */
  const storesFlag: Change = (action) => ({
    ...action,
    effect: (next, params) => {
      const mp = next.m.at(Number(params['m']));
      const before = mp.writing;
      action.effect(next, params);
      if (mp.writing !== before) store(mp, mp.writing ? FLAG_UP : FLAG_DOWN);
    },
  });

  /** end() stores the pointer of the section's generation. */
  const storesSlot: Change = (action) => ({
    ...action,
    effect: (next, params) => {
      const mp = next.m.at(Number(params['m']));
      const parity = mp.stack.at(Number(params['depth'])).gen % 2;
      action.effect(next, params);
      store(mp, slotStore(parity, mp.buf.at(parity), buffersPerM));
    },
  });

  /** The M loads trace.gen from memory. */
  const loadsGen: Change = (action) => ({
    ...action,
    effect: (next, params) => {
      const { gen } = next.trace;
      next.trace.gen = next.memory.gen;
      action.effect(next, params);
      next.trace.gen = gen;
    },
  });

  /** The M takes a lock in the step. */
  const takesLock: Change = (action) => ({
    ...action,
    effect: (next, params) => {
      const mp = next.m.at(Number(params['m']));
      while (mp.memory.stores.at(0) !== 0) drainOldest(mp, buffersPerM);
      action.effect(next, params);
    },
  });

  /** The advancer stores trace.gen. */
  const storesGen: Change = (action) => ({
    ...action,
    effect: (next, params) => {
      const { memory } = next;
      action.effect(next, params);
      if (memory.genStore !== 0) memory.gen = memory.genStore - 1;
      memory.genStore = next.trace.gen + 1;
    },
  });

  /** traceAdvance reads the slot, and clears it, in memory; the M still finds a store that waits in its own buffer. */
  const flushes: Change = (action) => ({
    ...action,
    effect: (next, params) => {
      const mp = next.m.at(next.advancer.m);
      const parity = next.advancer.gen % 2;
      const seen = mp.buf.at(parity);
      mp.buf.set(parity, mp.memory.buf.at(parity));
      action.effect(next, params);
      mp.memory.buf.set(parity, mp.buf.at(parity));
      if (hasSlotStore(mp, parity, buffersPerM)) mp.buf.set(parity, seen);
    },
  });

  const drained = waits((s, m) => isDrained(s.m.at(m)));
  const genDrained = waits((s) => s.memory.genStore === 0);
  const flagDown: Change = (action) => ({
    ...action,
    guard: action.guard.map((one) =>
      one.name === 'flagDown'
        ? { ...one, holds: (s, params) => s.m.at(Number(params['m'])).memory.writing === 0 }
        : one,
    ),
  });

  const changes: Readonly<Record<string, Change>> = {
    AcquireOuter: drained,
    AcquireSetFlag: storesFlag,
    AcquireLoadGen: (action) => drained(loadsGen(action)),
    AcquireReload: loadsGen,
    AcquireUndo: storesFlag,
    Refill: takesLock,
    End: storesSlot,
    Release: storesFlag,
    StartPublish: storesGen,
    AdvanceStoreGen: (action) => genDrained(storesGen(action)),
    StopStoreGen: (action) => genDrained(storesGen(action)),
    StopClearEnabled: genDrained,
    AdvanceSnapshot: genDrained,
    AdvanceReadFlag: flagDown,
    AdvanceFlush: flushes,
  };
  return {
    ...Object.fromEntries(
      Object.entries(core).map(([name, action]) => [name, changes[name]?.(action) ?? action]),
    ),
    ...drains(k),
  };
}

/** The memory system's own steps. */
function drains({ bounds, ms, over }: Constants): Actions {
  const process = (): string => 'memory';

  const DrainStore = over.action({
    params: { m: range(ms) },
    guard: { waiting: (s, p) => !isDrained(s.m.at(p.m)) },
    effect: (next, p) => {
      drainOldest(next.m.at(p.m), bounds.buffersPerM);
    },
    process,
    source: 'internal/runtime/atomic/atomic_amd64.s, Store8',
    note: 'one store of the M becomes visible to all others at once, in the order of the M',
  });

  const DrainGen = over.action({
    guard: { waiting: (s) => s.memory.genStore !== 0 },
    effect: ({ memory }) => {
      memory.gen = memory.genStore - 1;
      memory.genStore = 0;
    },
    process,
    source: 'internal/runtime/atomic/atomic_amd64.s, Store64',
    note: 'the store of trace.gen becomes visible to all others at once',
  });

  return { DrainStore, DrainGen };
}

/** The step waits until a store buffer is empty. */
function waits(isEmpty: (s: TracerState, m: number) => boolean): Change {
  return (action) => ({
    ...action,
    guard: [...action.guard, { name: 'drained', holds: (s, params) => isEmpty(s, Number(params['m'])) }],
  });
}
