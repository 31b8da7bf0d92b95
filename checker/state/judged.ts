/**
 * A property whose functions check what they answer, and say in their errors which property it is. For what looks at single states after a
 * search: the search itself checks in its own text.
 */
import type { RecordField } from '../language/schema.ts';
import type { Params, Property, StepView } from '../language/system.ts';
import type { SystemErrorSite } from '../language/system-error.ts';
import { attempt, blamed, isTrue } from './answers.ts';

type Part = 'when' | 'holds' | 'reached' | 'final' | 'from' | 'to';
const parts: readonly Part[] = ['when', 'holds', 'reached', 'final', 'from', 'to'];

export function judged<S extends RecordField, P extends Property<S>>(
  property: string,
  of: P,
  params?: Params,
): P {
  const given: object = of;
  const answers = parts.flatMap((part) => {
    const predicate = Reflect.get(given, part) as Predicate | undefined;
    return predicate === undefined ? [] : [[part, checked(property, predicate, params)] as const];
  });
  // Of the same type: every function is put in place of one that takes and answers the same.
  return { ...of, ...Object.fromEntries(answers), ...instancesOf(property, given) };
}

type Predicate = (state: unknown, after?: unknown, step?: StepView) => unknown;

const checked =
  (property: string, predicate: Predicate, params: Params | undefined): Predicate =>
  (state, after, step) => {
    try {
      return isTrue(predicate(state, after, step));
    } catch (thrown) {
      const of =
        step === undefined
          ? params === undefined
            ? {}
            : { params }
          : { action: step.action, params: step.params };
      throw blamed({ function: 'property', property, ...of }, thrown);
    }
  };

/**
 * A predicate whose answers are checked, and nothing else: what it throws passes as it is, for callers who throw something through it.
 */
export const answering =
  <A extends readonly unknown[]>(site: SystemErrorSite, predicate: (...args: A) => boolean) =>
  (...args: A): boolean => {
    const answer: unknown = predicate(...args);
    return typeof answer === 'boolean' ? answer : attempt(site, () => isTrue(answer));
  };

interface Instance {
  readonly params: Params;
  readonly claim?: object;
}

/** Those of an invariant have the functions themselves, those of a claim about runs a claim that has them. */
function instancesOf(property: string, of: object): { readonly instances?: readonly unknown[] } {
  const instances = Reflect.get(of, 'instances') as readonly Instance[] | undefined;
  if (instances === undefined) return {};
  return {
    instances: instances.map((one) =>
      one.claim === undefined
        ? judged(property, one as never, one.params)
        : { ...one, claim: judged(property, one.claim as never, one.params) },
    ),
  };
}
