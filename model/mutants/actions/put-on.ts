/** A mutant's change, made to another design than its own. */
import type { Design } from '../../design.ts';
import type { ActionMutant } from './mutant.ts';
import { correct } from './mutant.ts';

/** The facts in which the mutant's design differs from the one that mutants are made of are those of the result, too. */
export function putOn(mutant: ActionMutant, design: Design): ActionMutant {
  const changed = Object.entries(mutant.design).filter(
    ([fact, value]) =>
      !['name', 'title', 'splitPoints'].includes(fact) && value !== correct[fact as keyof Design],
  );
  const splits = mutant.design.splitPoints.filter((name) => !correct.splitPoints.includes(name));
  const name = `${mutant.name} on ${design.name}`;
  return {
    ...mutant,
    name,
    design: {
      ...design,
      ...(Object.fromEntries(changed) as Partial<Design>),
      name,
      splitPoints: [...new Set([...design.splitPoints, ...splits])],
    },
  };
}
