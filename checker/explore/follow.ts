/** A schedule, tried step by step on a system: what is not possible is left out, with the reason. */
import { decode } from '../state/codec.ts';
import type { Trace } from '../check/report.ts';
import type { RecordField } from '../language/schema.ts';
import { difference } from '../traces/difference.ts';
import type { StepView } from '../language/system.ts';
import type { Followed, FollowedStep, NodeId } from './answer.ts';
import type { Ground } from './ground.ts';

/** What a step of the schedule is called here, by its number from 0; undefined where nothing here is that step. */
export type CalledHere = (step: StepView, index: number) => string | undefined;

/** The schedule may be of another system, whose actions have the same names, or those of `calledHere`. */
export function followOn<S extends RecordField>(
  ground: Ground<S>,
  schedule: Pick<Trace, 'initial' | 'steps'>,
  calledHere: CalledHere = ({ action }) => action,
): Followed {
  const { runs, program, views } = ground;
  const initial = program.system.initial.findIndex((_, index) => {
    const words = runs.node(runs.root(index)).words;
    return difference(decode(views.layout, words), schedule.initial) === null;
  });
  let end: NodeId = runs.root(Math.max(0, initial));
  let parts: number | null = null;
  const steps: FollowedStep[] = [];
  const violated = new Map<string, number>();
  for (const [index, { action: name, params, process }] of schedule.steps.entries()) {
    const action = calledHere({ action: name, params }, index);
    const step = { action: action ?? name, params, process };
    const instance = action === undefined ? undefined : runs.numberOf(step);
    const stop = instance === undefined ? { conjunct: null, reads: [] } : ground.stopOf(end, instance);
    if (instance === undefined || stop !== null) {
      parts ??= index + 1;
      steps.push({ ...step, taken: false, ...(stop ?? { conjunct: null, reads: [] }) });
      continue;
    }
    end = runs.take(end, instance);
    steps.push({ ...step, taken: true, node: end });
    for (const { property, verdict } of ground.properties(end))
      if (verdict === 'violated' && !violated.has(property)) violated.set(property, index + 1);
  }
  return {
    steps,
    end,
    parts,
    violated: [...violated].map(([property, step]) => ({ property, step })),
  };
}
