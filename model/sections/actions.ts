/**
 * The core's actions with StartTrace's own section, the memory snapshot inside it, and signals that interrupt an M between
 * any two of its steps.
 */
import { also } from '../change.ts';
import type { Actions, Change } from '../change.ts';
import { OUTER } from '../state.ts';
import type { Action } from '../../checker/index.ts';
import type { Constants, TracerSchema } from '../state.ts';
import { sampleActions } from './sample.ts';
import { snapshotActions } from './snapshot.ts';

type One = Action<TracerSchema>;
type Holds = One['guard'][number]['holds'];

export function withSections(core: Actions, k: Constants): Actions {
  const changes: Readonly<Record<string, Change>> = {
    AcquireOuter: when('notStarting', (s, p) => p['m'] !== 0 || s.advancer.phase !== 'publish'),
    StartPublish: also((next) => {
      next.sections.at(0).start = 'section';
    }),
    Release: (action) =>
      when(
        'snapshotTaken',
        (s, p) => !isStarts(p) || s.sections.at(0).start !== 'section',
      )(
        also((next, p) => {
          if (isStarts(p)) next.sections.at(0).start = 'returned';
        })(action),
      ),
    AdvanceStoreGen: when('startReturned', (s) => s.sections.at(0).start === 'returned'),
    StopStoreGen: when('startReturned', (s) => s.sections.at(0).start === 'returned'),
    AdvanceFlushedGen: (action) => ({
      ...action,
      // traceReadCPU(gen) comes between the last flush and flushedGen.
      effect: (next, params) => {
        next.sections.at(0).cpuLog.set(next.advancer.gen % 2, 0);
        action.effect(next, params);
      },
    }),
  };
  const changed = Object.entries(core).map(
    ([name, action]) => [name, changes[name]?.(action) ?? action] as const,
  );
  const stepsOfM = [...changed, ...Object.entries(snapshotActions(k))].map(
    ([name, action]) => [name, isOfM(action) ? notInSignal(action) : action] as const,
  );
  return { ...Object.fromEntries(stepsOfM), ...sampleActions(k) };
}

/** Of the outer section of the M that StartTrace runs on. */
const isStarts = (p: Readonly<Record<string, unknown>>): boolean => p['m'] === 0 && p['depth'] === OUTER;

const isOfM = (action: One): boolean => action.process({ m: 0, depth: 0 }) === 'M0';

/** First of all, while a signal handler runs, the M does nothing else. */
const notInSignal: Change = (action) => ({
  ...action,
  guard: [
    { name: 'notInSignal', holds: (s, p) => s.m.at(Number(p['m'])).signal.at(0).phase === 'no' },
    ...action.guard,
  ],
});

function when(name: string, holds: Holds): Change {
  return (action) => ({ ...action, guard: [...action.guard, { name, holds }] });
}
