/** The steps that were read out of a tree. */
import { programStory, programsOf } from '../../model/index.ts';
import { titleOf } from '../address.ts';
import { refuseDesignChanges } from '../changes.ts';
import type { Make } from './made.ts';
import { changed, notHere, placeIn } from './made.ts';

export const makePrograms: Make = (spec) => {
  const { base, tree, changes } = spec;
  if (base.kind !== 'programs') throw notHere(base);
  refuseDesignChanges(changes);
  const story = {
    ...programStory(tree?.growths ?? []),
    ...(tree !== undefined && { placeOf: placeIn(tree) }),
  };
  return changed({ system: programsOf(base.params), story, title: titleOf(base), offers: [] }, spec);
};
