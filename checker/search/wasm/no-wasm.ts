/** What the page of `explore` is bundled with in place of `going-over.ts`: its searches are short, and the rest would be a tenth of it. */
import { SystemError } from '../../language/system-error.ts';
import type * as here from './going-over.ts';

export const goingOver: typeof here.goingOver = (_, { engine }) => {
  if (engine === 'wasm')
    throw new SystemError('the engine wasm is not in this page; leave it out', { code: 'options' });
  return null;
};
