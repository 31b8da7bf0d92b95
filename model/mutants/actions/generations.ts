/** Generations: the mutants of `../generations.ts` as changes of the hand-written actions. */
import { also, changed, instead, without } from '../../change.ts';
import type { ActionChange } from './mutant.ts';
import { keepingSlots } from './mutant.ts';

export const generationsChanges: Readonly<Record<string, ActionChange>> = {
  'flush-keeps-slot': {
    mutate: (actions) => changed(actions, { AdvanceFlush: keepingSlots }),
  },
  'flush-without-flag': {
    mutate: (actions) => changed(actions, { AdvanceReadFlag: without('flagDown') }),
  },
  'flushed-gen-early': {
    mutate: (actions) => changed(actions, { AdvanceFlushedGen: without('allFlushed') }),
  },
  'snapshot-misses-an-m': {
    mutate: (actions) =>
      changed(actions, {
        AdvanceSnapshot: also((next) => {
          next.advancer.toFlush.set(0, false);
        }),
      }),
  },
  'reader-leaves-buffers': {
    mutate: (actions) => changed(actions, { ReaderNextGen: without('nothingFull') }),
  },
  'stop-keeps-generation': {
    mutate: (actions) =>
      changed(actions, {
        StopStoreGen: instead((next) => {
          next.trace.shutdown = true;
          next.advancer.gen = next.trace.gen;
          next.advancer.phase = 'clearEnabled';
        }),
      }),
  },
  'stop-clears-enabled-first': {
    mutate: (actions) =>
      changed(actions, {
        StopStoreGen: instead((next) => {
          next.advancer.gen = next.trace.gen;
          next.trace.enabled = false;
          next.advancer.phase = 'clearEnabled';
        }),
        StopClearEnabled: instead((next) => {
          next.trace.lastNonZeroGen = next.advancer.gen;
          next.trace.shutdown = true;
          next.trace.gen = 0;
          next.advancer.phase = 'snapshot';
        }),
      }),
  },
  'advance-does-not-wait': {
    mutate: (actions) =>
      changed(actions, {
        AdvanceDone: without('readerDone'),
      }),
  },
  'flush-wrong-slot': {
    mutate: (actions) =>
      changed(actions, {
        AdvanceFlush: (action) => ({
          ...action,
          effect: (next, params) => {
            const { gen } = next.advancer;
            // Of the other parity, by which the slot is chosen; the last generation has no next one.
            next.advancer.gen = Math.abs(gen - 1);
            action.effect(next, params);
            next.advancer.gen = gen;
          },
        }),
      }),
  },
  'start-publishes-first': {
    mutate: (actions) =>
      changed(actions, {
        StartEnable: also((next) => {
          next.trace.enabled = false;
          next.trace.gen = next.trace.lastNonZeroGen + 1;
        }),
        StartPublish: also((next) => {
          next.trace.enabled = true;
        }),
      }),
  },
};
