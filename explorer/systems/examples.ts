/** The examples, by their names. */
import { plainStory } from '../../checker/index.ts';
import { examples } from '../../examples/index.ts';
import { PageError, titleOf } from '../address.ts';
import { refuseOthers } from '../changes.ts';
import type { Make } from './made.ts';
import { changed, notHere } from './made.ts';
import { makers } from './makers.ts';

export const makeExample: Make = (spec) => {
  const { base, changes } = spec;
  if (base.kind !== 'example') throw notHere(base);
  refuseOthers(changes);
  const [maker, example] = [makers[base.name], examples.find(({ name }) => name === base.name)];
  if (maker === undefined || example === undefined) throw new PageError(`no example is called ${base.name}`);
  for (const [key, value] of Object.entries(base.params))
    if (
      !Object.hasOwn(example.params, key) ||
      typeof example.params[key]?.default !== typeof value ||
      Number.isNaN(value)
    )
      throw new PageError(`${base.name} has no parameter ${key}=${String(value)}`);
  return changed({ system: maker(base.params), story: plainStory, title: titleOf(base), offers: [] }, spec);
};
