/**
 * Go's execution tracer as a transition system, for one design, or a mutant of one, and within bounds.
 */
import { over } from '../checker/index.ts';
import type { System } from '../checker/index.ts';
import { acquireActions } from './actions/acquire.ts';
import { advanceActions } from './actions/advance.ts';
import { growthActions } from './actions/growth.ts';
import { readerActions } from './actions/reader.ts';
import { startActions } from './actions/start.ts';
import { writeActions } from './actions/write.ts';
import type { Bounds } from './bounds.ts';
import type { Actions } from './change.ts';
import { NothingToChange } from './program/edits/nothing-to-change.ts';
import type { Design } from './design.ts';
import { fairnessOf } from './fairness.ts';
import { throughMemory } from './memory/actions.ts';
import type { ActionMutant } from './mutants/actions/mutant.ts';
import { withProcs } from './procs/actions.ts';
import { withReader } from './reader/actions.ts';
import { tracerProperties } from './properties/index.ts';
import { withSections } from './sections/actions.ts';
import { constantsOf, initialState } from './state.ts';
import { threadActions } from './threads/actions.ts';
import type { TracerSchema } from './state.ts';
import { withStatuses } from './statuses/actions.ts';
import { resourceRules } from './statuses/resource.ts';
import { interchangeableMs } from './symmetry.ts';

/**
 * The mutant brings the design that it changes.
 * Throws a RangeError where the design names a split point that the model does not know, and a NothingToChange where the bounds
 * leave out what the mutant changes.
 */
export function tracer(variant: Design | ActionMutant, bounds: Bounds): System<TracerSchema> {
  const mutant = 'change' in variant ? variant : undefined;
  const k = constantsOf('change' in variant ? variant.design : variant, bounds);
  const core: Actions = {
    ...startActions(k),
    ...acquireActions(k),
    ...writeActions(k),
    ...growthActions(k),
    ...advanceActions(k),
    ...readerActions(k),
    ...threadActions(k),
  };
  const { parts } = bounds;
  if (mutant !== undefined) judgePart(mutant, bounds);
  let actions = parts.reader === true ? withReader(core, k) : core;
  if (parts.sections !== undefined) actions = withSections(actions, k);
  if (parts.memory !== undefined) actions = throughMemory(actions, k);
  if (parts.statuses !== undefined) actions = withStatuses(k, actions, resourceRules);
  if (parts.procs !== undefined) actions = withProcs(k, actions, resourceRules);
  const all = mutant?.mutate?.(actions, k) ?? actions;
  return over(k.schema).system({
    name: `tracer ${variant.name} ${bounds.name}`,
    initial: [initialState(k)],
    actions: all,
    properties: tracerProperties(k),
    fairness: fairnessOf(k, all),
    symmetry: interchangeableMs(bounds),
  });
}

/** Not every mutant changes an action that only its part has: some act on fields of the part. */
function judgePart({ part }: ActionMutant, { parts }: Bounds): void {
  if (part !== undefined && parts[part] === undefined)
    throw new NothingToChange(`part ${part} is to be changed, which the bounds leave out`);
}
