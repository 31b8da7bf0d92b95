/**
 * The hand-written design 1.23 with what its tree does otherwise. traceAcquireEnabled does not look at the flag: it adds to the seqlock
 * at once, so that m.locks++ and the addition are one step. In a growth traceTryAcquireEnabled has looked before.
 */
import type { Action, System } from '../../../checker/index.ts';
import { mapKinds } from '../../../model/index.ts';
import type { Instruction, Programs, TracerSchema } from '../../../model/index.ts';

type One = Action<TracerSchema>;

export function dropAsRead(system: System<TracerSchema>): System<TracerSchema> {
  const { actions } = system;
  const { AcquireFlagDown: looks, AcquireSetFlag: adds } = actions;
  if (looks === undefined || adds === undefined) throw new Error('the model has no acquire');
  const addsAtOnce: One = {
    ...looks,
    effect: (next, params) => {
      looks.effect(next, params);
      if (params['depth'] !== NESTED) adds.effect(next, params);
    },
  };
  return { ...system, actions: { ...actions, AcquireFlagDown: addsAtOnce } };
}

/** The section of a growth, as an index of `m.stack`. */
const NESTED = 1;

/** The programs with nothing said of dropped events, which the hand-written model judges by steps and a state of programs keeps. */
export const withoutDrops = (programs: Programs): Programs =>
  mapKinds(programs, (program) => ({
    ...program,
    list: program.list.map(
      // A word that does nothing here, so that what the acquire has seen is kept all the same.
      (one): Instruction =>
        one.op === 'call' && one.name === 'dropped' ? { ...one, name: 'closingInside' } : one,
    ),
  }));
