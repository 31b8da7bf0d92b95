/** What the page of `explore`, whose searches are short, is bundled with in place of `over.ts`. */
import { SystemError } from '../../language/system-error.ts';
import type * as here from './over.ts';

export const componentsOver: typeof here.componentsOver = (_, { store }) => {
  if (store === 'components')
    throw new SystemError('the store components is not in this page; leave it out', { code: 'options' });
  return null;
};
