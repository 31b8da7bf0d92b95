/** What if a fact of a tracer's design were another, or a protection missing? */
import type { ActionMutant, Design } from '../../model/index.ts';
import { actionMutants, factValues, mutants, putOn, splitSteps, writePath } from '../../model/index.ts';
import { PageError } from '../address.ts';
import { changeIn, changeWords, refuseOthers, textOf } from '../changes.ts';
import type { Offer } from '../data.ts';

/** The design, or the mutant, with what is changed in it. Throws a PageError for a fact, a function or a mutant that does not exist. */
export function changedDesign(
  variant: Design | ActionMutant,
  texts: readonly string[],
): Design | ActionMutant {
  return texts.reduce<Design | ActionMutant>((now, text) => {
    const change = changeIn(text);
    const design = 'change' in now ? now.design : now;
    const put = (facts: Partial<Design>): Design | ActionMutant => {
      const other = { ...design, ...facts, name: `${design.name}, ${changeWords(text)}` };
      return 'change' in now ? { ...now, name: `${now.name}, ${changeWords(text)}`, design: other } : other;
    };
    switch (change.kind) {
      case 'fact': {
        const values = Object.hasOwn(factValues, change.fact)
          ? factValues[change.fact as keyof typeof factValues]
          : [];
        const value = values.find((one) => String(one) === change.value);
        if (value === undefined)
          throw new PageError(
            values.length === 0
              ? `a design has no fact ${change.fact}`
              : `${change.fact} is one of ${values.map(String).join(', ')}`,
          );
        return put({ [change.fact]: value });
      }
      case 'split': {
        if (!Object.hasOwn(writePath, change.function))
          throw new PageError(`${change.function} is no function of the write path`);
        const others = [...design.splitPoints].filter((name) => name !== change.function);
        return put({ splitPoints: change.may ? [...others, change.function] : others });
      }
      case 'mutant': {
        const mutant = Object.hasOwn(actionMutants, change.mutant) ? actionMutants[change.mutant] : undefined;
        if (mutant === undefined) throw noSuchMutant(change.mutant);
        if ('change' in now) throw new PageError('one mutant at a time; take the other off');
        return putOn(mutant, design);
      }
      case 'line':
        refuseOthers([text]);
        return now;
      default:
        return now;
    }
  }, variant);
}

/** Of most mutants there are steps alone. */
const noSuchMutant = (name: string): PageError =>
  new PageError(
    Object.hasOwn(mutants, name)
      ? `mutant ${name} changes the steps of a tree, and no action of a design`
      : `no mutant is called ${name}`,
  );

/** What can be changed in the design: every other value of each fact, every function of the write path, and the mutants that show within these bounds. */
export function offersOf(variant: Design | ActionMutant, bounds: string): readonly Offer[] {
  const design = 'change' in variant ? variant.design : variant;
  const facts = Object.entries(factValues).flatMap(([fact, values]) =>
    values
      .filter((value) => value !== design[fact as keyof typeof factValues])
      .map((value): Offer => {
        const change = textOf({ kind: 'fact', fact, value: String(value) });
        return { group: 'A fact of the design', change, words: changeWords(change) };
      }),
  );
  const places = Object.entries(writePath).filter(
    ([, step]) => !['systemStack', 'beforeWriter'].includes(step),
  );
  const now = splitSteps({ ...design, sharedWriter: false });
  const splits = places
    .map(([name, step]) => ({ name, step, isSplit: design.splitPoints.includes(name) }))
    // A place where the stack may grow already is no other because a second function of it may grow it.
    .filter(({ isSplit, step }) => isSplit || !now.has(step))
    .map(({ name, isSplit }): Offer => {
      const change = textOf({ kind: 'split', function: name, may: !isSplit });
      return { group: 'A function of the write path', change, words: changeWords(change) };
    });
  const shown = Object.values(actionMutants).filter(({ name }) =>
    Object.hasOwn(mutants[name]?.fails ?? {}, bounds),
  );
  return [
    ...facts,
    ...splits,
    ...('change' in variant ? [] : shown).map(({ name, change }): Offer => ({
      group: 'A protection that is missing (mutant)',
      change: textOf({ kind: 'mutant', mutant: name }),
      words: change,
    })),
  ];
}
