/** Answers of `why` of the kind that a test asks for, at a step of a trace that is replayed first. */
import type { Params, RecordField, System, Trace, Why, WhyAction, WhyProperty } from '../index.ts';
import { replay, why } from '../index.ts';

type Question<S extends RecordField> = readonly [
  ...of: readonly [system: System<S>, trace: string | Trace, step: number, name: string],
  params?: Params,
];

const answerOf = <S extends RecordField>(...[system, trace, step, name, params = {}]: Question<S>): Why =>
  why(system, { trace: replay(system, trace), step, name, params });

export const whyAction = <S extends RecordField>(...question: Question<S>): WhyAction => {
  const answer = answerOf(...question);
  if (answer.kind !== 'action') throw new TypeError('not an action');
  return answer;
};
export const whyProperty = <S extends RecordField>(...question: Question<S>): WhyProperty => {
  const answer = answerOf(...question);
  if (answer.kind !== 'property') throw new TypeError('not a property');
  return answer;
};

export const fail = (): never => {
  throw new TypeError('there is none');
};
