/** What the page of `explore` is bundled with in place of `reduction.ts` and `lift.ts`: it shows a system's own states. */
import { SystemError } from '../language/system-error.ts';
import type * as lift from './lift.ts';
import type * as reduction from './reduction.ts';

const notHere = (): never => {
  throw new SystemError('symmetry is not in this page; leave it out', { code: 'options' });
};

export const reductionOf: typeof reduction.reductionOf = notHere;
export const liftedTrace: typeof lift.liftedTrace = notHere;
