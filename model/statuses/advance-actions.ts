/** What traceAdvance does about statuses. */
import type { Actions, Change } from '../change.ts';
import type { Constants, TracerState } from '../state.ts';
import { readEnd, readStart, readStatus } from '../trace-reader/reader.ts';
import { statusWasTraced } from './resource.ts';
import type { ResourceRules } from './resource.ts';
import { also } from '../change.ts';
import { gsOf } from '../bounds.ts';
import { nextStatuses, statusesOf } from './state.ts';

/** traceAdvance looks at every G before the new generation, and writes those that nobody wrote once the Ms are done. */
export function statusAdvanceActions(k: Constants, rules: ResourceRules): Actions {
  const { bounds, over } = k;
  const gs = gsOf(bounds);

  const AdvanceLookAtG = over.action({
    guard: {
      idle: (s) => s.advancer.phase === 'idle',
      tracing: (s) => s.trace.gen !== 0,
      // The last generation ends with a stop where there is one.
      ...(!bounds.stop && { generationsLeft: (s: TracerState) => s.trace.gen < bounds.generations }),
      gsLeft: (s) => statusesOf(s).advance.next < gs,
      stopped: (s) => {
        const g = statusesOf(s).g.at(statusesOf(s).advance.next);
        return g.status !== 'running' || statusWasTraced(rules, g, s.trace.gen);
      },
    },
    effect: (next) => {
      const { advance, g: all } = nextStatuses(next);
      const g = all.at(advance.next);
      rules.readyNextGen(rules, g, next.trace.gen);
      if (!statusWasTraced(rules, g, next.trace.gen) && g.status !== 'dead')
        advance.untraced.set(advance.next, g.status);
      advance.next++;
    },
    process: () => 'advancer',
    source: 'runtime/trace.go, traceAdvance',
    note: 'readyNextGen, statusWasTraced and suspendG: what is traced between them is found to be traced when it is to be written',
  });

  return { AdvanceLookAtG };
}

/** What the part adds to the core's StartTrace and traceAdvance. */
export const advanceChanges = (k: Constants, rules: ResourceRules): Readonly<Record<string, Change>> => ({
  AdvanceStoreGen: onceLookedAt(k),
  ...(k.bounds.stop && {
    StopStoreGen: onceLookedAt(k),
    StartEnable: (start) => ({
      ...start,
      guard: [
        ...start.guard,
        { name: 'nothingUnfinished', holds: (s) => statusesOf(s).m.every(({ op }) => op === 'none') },
      ],
    }),
    StartPublish: also((next) => {
      const { g } = nextStatuses(next);
      readStart(nextStatuses(next), (id) => g.at(id - 1).status === 'dead');
    }),
  }),
  AdvanceFlushedGen: (flushed) => ({
    ...flushed,
    effect: (next, p) => {
      const { gen } = next.advancer;
      const { advance, g } = nextStatuses(next);
      for (let index = 0; index < g.length; index++) {
        const noted = advance.untraced.at(index);
        if (noted !== 'none' && !statusWasTraced(rules, g.at(index), gen))
          readStatus(nextStatuses(next), next.trace, gen, index + 1, noted);
        advance.untraced.set(index, 'none');
      }
      readEnd(nextStatuses(next), gen, (_, left) => left !== 'dead');
      flushed.effect(next, p);
    },
    note: 'statuses of untraced Gs, in a buffer of its own, and flushedGen under trace.lock: nobody else writes to the generation',
  }),
  AdvanceDone: also((next) => {
    nextStatuses(next).advance.next = 0;
  }),
});

const onceLookedAt =
  (k: Constants): Change =>
  (store) => ({
    ...store,
    guard: [
      ...store.guard,
      { name: 'lookedAtAll', holds: (s) => statusesOf(s).advance.next === gsOf(k.bounds) },
    ],
  });
