/** What is told of a lasso beside its lanes: how long it is, and how its loop meets each constraint of the fairness. */
import type { FairnessShown, LassoReport, Trace } from '../../checker/index.ts';
import { plural } from './words.ts';

/** `a loop of 4 steps after 3 steps`, `staying for ever after 3 steps`. */
export function lassoLength({ steps, loop = 0 }: Trace): string {
  const round = steps.length - loop;
  const after = loop === 0 ? '' : ` after ${plural(loop, 'step')}`;
  return `${round === 0 ? 'staying for ever' : `a loop of ${plural(round, 'step')}`}${after}`;
}

/** A sentence on the claim and one on why the run counts. */
export function lassoSentences({ since, fairness, constraints }: LassoReport): string[] {
  const mixed = new Set(constraints.map(({ strength }) => strength)).size > 1;
  const how = constraints.map((one) => `${mixed ? `${one.strength} ` : ''}${one.of} ${met(one)}`);
  return [
    since === 0 ? 'the goal is owed from the start' : `the goal is owed from step ${since} on`,
    `this run counts under ${fairness}${how.length === 0 ? '' : `: ${how.join('; ')}`}`,
  ];
}

function met({ strength, takenAt, disabledAt, everEnabled }: FairnessShown): string {
  if (takenAt !== null) return `is taken at step ${takenAt}`;
  if (!everEnabled) return 'is disabled throughout the loop';
  if (strength === 'strong' || disabledAt === null) return 'is not met';
  return disabledAt === 0 ? 'is disabled before step 1' : `is disabled after step ${disabledAt}`;
}
