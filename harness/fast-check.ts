/**
 * `nosplit/fast-check`: random walks through a system, which fast-check shrinks. Where code differs from its model along a walk,
 * fast-check looks for a shorter one along which it still does.
 */
import fc from 'fast-check';
import { stepper } from '../checker/index.ts';
import type { ActionParams, RecordField, StepsOf, System } from '../checker/index.ts';
import type { Path } from './cover.ts';

/** How long walks are. */
export interface WalkOptions {
  /** Steps, at most. Default 50. */
  readonly stepsMax?: number;
}

/** Walks from an initial state, each step of which is possible in its turn. They shrink to fewer steps, and to actions declared first. */
export function walks<S extends RecordField, A extends ActionParams, P extends string>(
  system: System<S, A, P>,
  { stepsMax = 50 }: WalkOptions = {},
): fc.Arbitrary<Path<StepsOf<A>>> {
  const walk = stepper(system);
  const instances = walk.steps.length;
  const choices = fc.array(fc.nat(Math.max(0, instances - 1)), { maxLength: stepsMax, size: 'max' });
  return fc.tuple(fc.nat(system.initial.length - 1), choices).map(([initial, chosen]) => {
    walk.reset(initial);
    const steps: StepsOf<A>[] = [];
    for (const choice of chosen) {
      // The first that is possible from the chosen one on: the choice means the same when those before it are left out.
      let instance = choice;
      let tried = 0;
      while (tried < instances && !walk.isEnabled(instance))
        [instance, tried] = [(instance + 1) % instances, tried + 1];
      const step = walk.steps[instance];
      if (step === undefined || tried === instances) break;
      steps.push(step);
      walk.take(instance);
    }
    return { initial, steps };
  });
}
