/** Answers of `why` of the kind that a test asks for. */
import type { WhyAction, WhyProperty } from '../index.ts';
import { why } from '../index.ts';

export const whyAction = (...args: Parameters<typeof why>): WhyAction => {
  const answer = why(...args);
  if (answer.kind !== 'action') throw new TypeError('not an action');
  return answer;
};
export const whyProperty = (...args: Parameters<typeof why>): WhyProperty => {
  const answer = why(...args);
  if (answer.kind !== 'property') throw new TypeError('not a property');
  return answer;
};

export const fail = (): never => {
  throw new TypeError('there is none');
};
