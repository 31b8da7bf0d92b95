/** Why a property is true or false in a state, or of a step: its functions, each with what it read. */
import { encode } from '../state/codec.ts';
import type { About, Instance } from '../evaluate/property.ts';
import { antecedentOf, instancesOf, isLiveness, predicateOf, subjectOf } from '../evaluate/property.ts';
import { enabledOf, stepAt } from '../evaluate/step.ts';
import type { RecordField } from '../language/schema.ts';
import { blamed } from '../state/answers.ts';
import { SystemError } from '../language/system-error.ts';
import type { Params, Property, StepView } from '../language/system.ts';
import { whyAction } from './action.ts';
import type { PredicateAnswer, Stopped, WhyProperty } from './answer.ts';
import type { Asked } from './asked.ts';
import type { Moment } from './judge.ts';
import { judge, momentHere } from './judge.ts';
import type { Recorder } from './recorder.ts';
import { recorderOf } from './recorder.ts';

export function whyProperty<S extends RecordField>(
  asked: Asked<S>,
  name: string,
  property: Property<S>,
  wanted: Params,
): WhyProperty {
  const { kind, source = null, otherwise = null } = property;
  const enabled = subjectOf(property) === 'end' ? enabledIn(asked) : null;
  // Where an action is enabled, `final` is not asked by the checker, and need not have been made for such a state.
  const asks = enabled === null || enabled.length === 0;
  const answers = chosenOf(name, property, wanted).map(({ params, claim }) =>
    predicatesOf(asked, name, claim, asks).map((one) => (params === null ? one : { ...one, params })),
  );
  const all = answers.map((predicates) => verdictOf(property, predicates, asks));
  return {
    kind: 'property',
    property: name,
    propertyKind: kind,
    source,
    otherwise,
    step: asked.step,
    verdict: worst.find((verdict) => all.includes(verdict)) ?? 'not asked',
    predicates: answers.flat(),
    enabled,
    stopped: enabled?.length === 0 ? stoppedOf(asked) : null,
  };
}

/** What one instance says decides for all in this order. */
const worst = ['violated', 'not reached', 'holds', 'reached', 'not asked'] as const;

function verdictOf<S extends RecordField>(
  property: Property<S>,
  predicates: readonly PredicateAnswer[],
  asks: boolean,
): WhyProperty['verdict'] {
  const last = predicates.at(-1);
  if (['situation', 'runs'].includes(subjectOf(property)))
    return last?.answer === true ? 'reached' : 'not reached';
  const judged = last?.name === predicateOf(property).name;
  if (!judged || !asks) return 'not asked';
  return last.answer ? 'holds' : 'violated';
}

/** The property itself, or its instances whose parameters have the values that are wanted. */
function chosenOf<S extends RecordField>(
  name: string,
  property: Property<S>,
  wanted: Params,
): readonly Instance<S>[] {
  const all = instancesOf(property);
  const keys = Object.keys(all[0]?.params ?? {});
  const unknown = Object.keys(wanted).find((key) => !keys.includes(key));
  if (unknown !== undefined)
    throw new SystemError(
      all[0]?.params === null
        ? `${name} is a property and takes no parameters; leave out ${unknown}`
        : `${name} has no parameter ${unknown}; it takes ${keys.join(', ')}`,
      { code: 'options' },
    );
  const chosen = all.filter(({ params }) =>
    Object.entries(wanted).every(([key, value]) => String(params?.[key]) === String(value)),
  );
  if (chosen.length === 0) {
    const given = Object.entries(wanted).map(([key, value]) => `${key}=${String(value)}`);
    throw new SystemError(`${name} has no instance with ${given.join(' ')}`, { code: 'options' });
  }
  return chosen;
}

/** The property's functions in the order in which they are asked; the predicate is left out where the antecedent is false. */
function predicatesOf<S extends RecordField>(
  asked: Asked<S>,
  name: string,
  property: Property<S>,
  asks: boolean,
): PredicateAnswer[] {
  const isStep = subjectOf(property) === 'step';
  const { recorder, moment, taken } = isStep ? aboutStep(asked, name) : aboutState(asked);
  const here = recorder.view(0);
  const about: About<S> = isStep ? [here, recorder.view(1), taken] : [here];
  const antecedent = antecedentOf(property);
  const answers: PredicateAnswer[] = [];
  for (const { name: part, ask } of [...(antecedent === null ? [] : [antecedent]), predicateOf(property)]) {
    try {
      answers.push({ name: part, ...judge(recorder, moment, () => ask(...about)) });
    } catch (error) {
      if (!asks) continue;
      throw blamed({ function: 'property', property: name }, error);
    }
    if (part === antecedent?.name && !isLiveness(property) && answers.at(-1)?.answer === false) break;
  }
  return answers;
}

interface Place<S extends RecordField> {
  readonly recorder: Recorder<S>;
  readonly moment: Moment;
  readonly taken: StepView;
}

const aboutState = <S extends RecordField>({ views, trace, step, words }: Asked<S>): Place<S> => ({
  recorder: recorderOf<S>(views.layout, [Int32Array.from(words)]),
  moment: momentHere(trace, step),
  taken: { action: '', params: {} },
});

function aboutStep<S extends RecordField>({ views, trace, step, words }: Asked<S>, name: string): Place<S> {
  const taken = trace.steps[step - 1];
  if (taken === undefined)
    throw new SystemError(
      `${name} judges steps, and no step leads to the initial state; ask at a later one`,
      { code: 'options' },
    );
  const before = new Int32Array(words.length);
  encode(views.layout, trace.steps[step - 2]?.state ?? trace.initial, before);
  return {
    recorder: recorderOf<S>(views.layout, [before, Int32Array.from(words)]),
    moment: { trace, names: ['before', 'after'], steps: [step - 1, step] },
    taken: { action: taken.action, params: taken.params },
  };
}

/** The instances that are enabled in the state. */
const enabledIn = <S extends RecordField>({ program, views, words }: Asked<S>): WhyProperty['enabled'] =>
  enabledOf(program, views, words).map((instance) => stepAt(program, instance));

/** What stops each action instance, where none is enabled. */
function stoppedOf<S extends RecordField>(asked: Asked<S>): readonly Stopped[] {
  return asked.program.actions.flatMap((action) =>
    whyAction(asked, action, {}).instances.map(({ params, process, failed, conjuncts }): Stopped => {
      const reads = conjuncts.find(({ reached, answer }) => reached && answer === false)?.reads ?? [];
      return { action: action.name, params, process, failed: failed ?? '', reads };
    }),
  );
}
