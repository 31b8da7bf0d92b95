/** The part `statuses` on top of the core: writing an event is one step and no buffers are kept, that being the core's question. */
import { changed, without } from '../change.ts';
import type { Actions } from '../change.ts';
import type { Constants } from '../state.ts';
import { advanceChanges, statusAdvanceActions } from './advance-actions.ts';
import { goActions } from './go-actions.ts';
import type { ResourceRules } from './resource.ts';
import { sectionActions, sectionChanges } from './section-actions.ts';

/**
 * The core's actions without those that handle buffers, and with those of the part. Tracing starts once and goes on, and
 * outside sections of the part have nothing to wait for after their event: what asks for the opposite is left out.
 */
export function withStatuses(k: Constants, core: Actions, rules: ResourceRules): Actions {
  const kept = Object.fromEntries(Object.entries(core).filter(([name]) => coreActions.includes(name)));
  return {
    ...goActions(k),
    ...sectionActions(k, rules),
    ...statusAdvanceActions(k, rules),
    ...changed(kept, {
      StartEnable: without('starts', 'generationsLeft', 'worldStopped'),
      ReaderNextGen: without('nothingFull', 'goesOn'),
      ...sectionChanges(Object.hasOwn(kept, 'StackGrowth')),
      ...advanceChanges(k, rules),
    }),
  };
}

const coreActions = [
  'StartEnable',
  'StartPublish',
  'AcquireNested',
  'AcquireFlagDown',
  'AcquireReentrant',
  'AcquireReload',
  'AcquireDropped',
  'AcquireSetFlag',
  'AcquireLoadGen',
  'Release',
  'StackGrowth',
  'AdvanceStoreGen',
  'AdvanceSnapshot',
  'AdvanceReadFlag',
  'AdvanceFlush',
  'AdvanceFlushedGen',
  'AdvanceDone',
  'ReaderNextGen',
];
