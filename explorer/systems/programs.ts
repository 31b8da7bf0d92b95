/** The steps that were read out of a tree. */
import type { ProgramParams } from '../../model/index.ts';
import { leftOut, omissions, programStory, programsOf } from '../../model/index.ts';
import { PageError, titleOf } from '../address.ts';
import { changeIn, refuseOthers, textOf } from '../changes.ts';
import type { Offer, Spec } from '../data.ts';
import type { Make } from './made.ts';
import { changed, notHere } from './made.ts';

export const makePrograms: Make = (spec) => {
  const { base, tree, changes } = spec;
  if (base.kind !== 'programs') throw notHere(base);
  refuseOthers(changes, ['line']);
  const params = changedPrograms(base.params, changes);
  const story = programStory(tree?.growths ?? [], params);
  return changed({ system: programsOf(params), story, title: titleOf(base), offers: linesOf(spec) }, spec);
};

/** Throws a PageError for a line that does nothing of the kind. */
function changedPrograms(params: ProgramParams, texts: readonly string[]): ProgramParams {
  return texts.map(changeIn).reduce((now, change) => {
    if (change.kind !== 'line') return now;
    const { function: fn, line } = change;
    if (!omissions(params.programs, params.files).some((one) => one.fn === fn && one.line === line))
      throw new PageError(`${fn}:${line} stores and locks nothing that the steps of this tree have`);
    return { ...now, programs: leftOut(now.programs, { fn, line }) };
  }, params);
}

/** The lines of a tree that can be left out. */
export const linesOf = ({ base }: Spec): readonly Offer[] =>
  base.kind !== 'programs'
    ? []
    : omissions(base.params.programs, base.params.files).map(({ fn, line, what }) => ({
        group: 'A line of the tree that is left out',
        change: textOf({ kind: 'line', function: fn, line }),
        words: `${fn}:${line} without ${what}`,
      }));
