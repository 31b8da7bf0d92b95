/** What the page of `explore` is bundled with in place of `vacuity.ts`. */
import { SystemError } from '../language/system-error.ts';
import type * as here from './vacuity.ts';

export const vacuityOf: typeof here.vacuityOf = () => {
  throw new SystemError('vacuity is not in this page; leave it out', { code: 'options' });
};
