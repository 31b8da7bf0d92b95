/** What is asked of a property: each of its functions by itself. */
import { antecedentOf, predicateOf } from '../evaluate/property.ts';
import type { RecordField } from '../language/schema.ts';
import type { Property } from '../language/system.ts';
import { isTrue } from '../state/answers.ts';
import { leaves } from '../structures/diagram.ts';
import type { Asking, Explorer, Found } from '../structures/explore.ts';

/** Of a claim about runs the predicate is asked everywhere, for its goal may come before what owes it. */
const asksAll = (kind: Property<RecordField>['kind']): boolean => kind === 'leadsTo';

/** The names of its functions: the antecedent, if it has one, and the predicate. */
export function functionNames<S extends RecordField>(property: Property<S>): readonly string[] {
  const antecedent = antecedentOf(property);
  return [...(antecedent === null ? [] : [antecedent.name]), predicateOf(property).name];
}

/** A run of all functions of a property of states, ends or runs; each is found by its number in {@link functionNames}. */
export function askFunctions<S extends RecordField>(explorer: Explorer<S>, property: Property<S>): Asking {
  const antecedent = antecedentOf(property);
  const predicate = predicateOf(property);
  let all = new Map<number, number>();
  return {
    run: () => {
      all = new Map();
      if (antecedent !== null) {
        const isAsked = isTrue(antecedent.ask(explorer.before));
        all.set(0, Number(isAsked));
        if (!isAsked && !asksAll(property.kind)) return all;
      }
      return all.set(all.size, Number(isTrue(predicate.ask(explorer.before))));
    },
    absent: () => leaves.free,
    faulty: () => new Map(all).set(all.size, leaves.fault),
  };
}

/** What they say on states where they were not seen: the property is asked there, and nothing satisfies it. */
export const unseenOf = <S extends RecordField>(property: Property<S>): Found =>
  new Map(functionNames(property).map((name, number) => [number, Number(name === 'when')]));
