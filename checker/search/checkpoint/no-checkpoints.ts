/** What the page of `explore` is bundled with in place of `of-check.ts`, so that it does not carry what it cannot use. */
import { noFiles } from './files.ts';
import type * as here from './of-check.ts';

export const checkpointsOf: typeof here.checkpointsOf = () => Promise.reject(noFiles());
