/** What the page of `explore`, which starts no threads, is bundled with in place of `crew.ts`. */
import type * as here from './crew.ts';

export const crewOf: typeof here.crewOf = () => null;
