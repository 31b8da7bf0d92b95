/** Names of models that are built in. */
import { examples } from '../../examples/index.ts';

/** Whether the name is one that is built in; a file of that name has to be given with a path. */
export const isExample = (model: string): boolean => examples.some(({ name }) => name === model);
