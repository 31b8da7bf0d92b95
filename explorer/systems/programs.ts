/** The steps that were read out of a tree. */
import type { ProgramParams } from '../../model/index.ts';
import {
  NothingToChange,
  boundsNamed,
  edited,
  leftOut,
  omissions,
  partOf,
  programStory,
  programsOf,
} from '../../model/index.ts';
import { PageError, titleOf } from '../address.ts';
import { changeIn, refuseOthers, textOf } from '../changes.ts';
import type { Base, Offer, Spec } from '../data.ts';
import type { Make } from './made.ts';
import { changed, notHere } from './made.ts';

type ProgramsBase = Extract<Base, { kind: 'programs' }>;

export const makePrograms: Make = (spec) => {
  const { base, tree, changes } = spec;
  if (base.kind !== 'programs') throw notHere(base);
  refuseOthers(changes, ['line', 'mutant']);
  const params = changedPrograms(base, changes);
  const story = programStory(tree ?? null, params);
  return changed({ system: programsOf(params), story, title: titleOf(base), offers: linesOf(spec) }, spec);
};

/** Throws a PageError for a line that does nothing of the kind. */
function changedPrograms({ params, mutants }: ProgramsBase, texts: readonly string[]): ProgramParams {
  return texts.map(changeIn).reduce((now, change) => {
    if (change.kind === 'mutant') return withMutant(now, mutants, change.mutant);
    if (change.kind !== 'line') return now;
    const { function: fn, line } = change;
    if (!omissions(params.programs, params.files).some((one) => one.fn === fn && one.line === line))
      throw new PageError(`${fn}:${line} stores and locks nothing that the steps of this tree have`);
    return { ...now, programs: leftOut(now.programs, { fn, line }) };
  }, params);
}

/** Throws a PageError for a mutant that does not exist, and for one that changes lines which the tree does not have. */
function withMutant(params: ProgramParams, mutants: ProgramsBase['mutants'], name: string): ProgramParams {
  const mutant = Object.hasOwn(mutants, name) ? mutants[name] : undefined;
  if (mutant === undefined) throw new PageError(`no mutant of these steps is called ${name}`);
  try {
    return { ...params, programs: edited(params.programs, mutant.edits, partOf(boundsNamed(params.bounds))) };
  } catch (error) {
    if (!(error instanceof NothingToChange)) throw error;
    throw new PageError(`the steps of this tree have nothing that mutant ${name} changes`);
  }
}

/** The lines of a tree that can be left out, and its mutants. */
export const linesOf = ({ base }: Spec): readonly Offer[] =>
  base.kind !== 'programs'
    ? []
    : [
        ...omissions(base.params.programs, base.params.files).map(({ fn, line, what }) => ({
          group: 'A line of the tree that is left out',
          change: textOf({ kind: 'line', function: fn, line }),
          words: `${fn}:${line} without ${what}`,
        })),
        ...Object.entries(base.mutants).map(([name, { change }]) => ({
          group: 'A protection that is missing (mutant)',
          change: textOf({ kind: 'mutant', mutant: name }),
          words: change,
        })),
      ];
