/** What the page of `explore` is bundled with in place of `liveness.ts`: a search from a state looks for states and steps alone. */
import { isLiveness } from '../evaluate/property.ts';
import { SystemError } from '../language/system-error.ts';
import type * as here from './liveness.ts';

export const notJudged: typeof here.notJudged = { judged: [], limit: null, report: null };

export const claimsOf: typeof here.claimsOf = ({ properties }) => {
  if (properties.some(([, property]) => isLiveness(property)))
    throw new SystemError('claims about runs are not judged in this page', { code: 'options' });
  return [];
};

export const judgeLiveness: typeof here.judgeLiveness = () => Promise.resolve(notJudged);
