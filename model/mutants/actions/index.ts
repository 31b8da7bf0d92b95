/** The mutants that exist as changes of the hand-written actions, too: those of the core, and what no edit of steps does yet. */
import { mutantNamed } from '../index.ts';
import { generationsChanges } from './generations.ts';
import type { ActionMutant } from './mutant.ts';
import { correct } from './mutant.ts';
import { syscallsChanges } from './syscalls.ts';
import { writingChanges } from './writing.ts';

/** By their names. */
export const actionMutants: Readonly<Record<string, ActionMutant>> = Object.fromEntries(
  Object.entries({ ...writingChanges, ...generationsChanges, ...syscallsChanges }).map(([name, one]) => [
    name,
    { design: correct, ...one, name, change: mutantNamed(name).change },
  ]),
);

/** Throws a RangeError for a mutant that does not exist, or that is an edit of programs alone. */
export function actionMutantNamed(name: string): ActionMutant {
  const mutant = Object.hasOwn(actionMutants, name) ? actionMutants[name] : undefined;
  if (mutant === undefined)
    throw new RangeError(
      `mutant ${mutantNamed(name).name} is an edit of the steps of a release, and none of the hand-written actions`,
    );
  return mutant;
}
