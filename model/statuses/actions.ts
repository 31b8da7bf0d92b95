/** The part `statuses` on top of the core: writing an event is one step and no buffers are kept, that being the core's question. */
import { changed, withoutBuffers } from '../change.ts';
import type { Actions } from '../change.ts';
import type { Constants } from '../state.ts';
import { advanceChanges, statusAdvanceActions } from './advance-actions.ts';
import { untracedActions } from '../untraced.ts';
import { goActions } from './go-actions.ts';
import type { ResourceRules } from './resource.ts';
import { sectionActions, sectionChanges } from './section-actions.ts';

/**
 * The core's actions without those that handle buffers, and with those of the part. Where tracing starts once and goes on, and
 * outside sections of the part have nothing to wait for after their event: what asks for the opposite is left out.
 */
export function withStatuses(k: Constants, core: Actions, rules: ResourceRules): Actions {
  const kept = { ...withoutBuffers(core, k.bounds, nesting), ...(k.bounds.stop && untracedActions(k)) };
  return {
    ...goActions(k),
    ...sectionActions(k, rules),
    ...statusAdvanceActions(k, rules),
    ...changed(kept, {
      ...sectionChanges(k, Object.hasOwn(kept, 'StackGrowth')),
      ...advanceChanges(k, rules),
    }),
  };
}

/** Sections nest where a stack grows. */
const nesting = ['AcquireNested', 'AcquireReentrant', 'AcquireReload', 'AcquireDropped', 'StackGrowth'];
