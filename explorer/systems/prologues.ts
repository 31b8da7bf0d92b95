/** What if a function that writes to a tree's buffers were nosplit, or were not? */
import type { ProgramParams } from '../../model/index.ts';
import { insideWriter, withPrologues as grown } from '../../model/index.ts';
import { PageError, titleOf } from '../address.ts';
import type { Change } from '../changes.ts';
import { changeIn, changeWords, changedTitle, textOf } from '../changes.ts';
import type { Offer, Spec } from '../data.ts';
import type { Make } from './made.ts';

/** Makes the steps of a tree with these changes, and with what `make` can change besides. Throws a PageError for a function that the steps do not enter. */
export const withPrologues =
  (make: Make): Make =>
  (spec) => {
    const { base, changes } = spec;
    if (base.kind !== 'programs') return make(spec);
    const isPrologue = (text: string): boolean => changeIn(text).kind === 'split';
    const params = changes.filter(isPrologue).map(changeIn).reduce(changedAt, base.params);
    const made = make({
      ...spec,
      base: { ...base, params },
      changes: changes.filter((text) => !isPrologue(text)),
    });
    return {
      ...made,
      title: changedTitle(titleOf(base), changes),
      offers: [...prologuesOf(spec), ...made.offers],
    };
  };

function changedAt(params: ProgramParams, change: Change): ProgramParams {
  if (change.kind !== 'split') return params;
  const { function: name, may } = change;
  if (!entered(params).has(name)) throw new PageError(`the steps of this tree do not enter ${name} to write`);
  return { ...params, programs: grown(params.programs, (fn) => (fn === name ? may : undefined)) };
}

/** The functions of the write path that an M enters on its own stack, each with whether its stack may grow there. */
function entered({ programs }: ProgramParams): ReadonlyMap<string, boolean> {
  const found = new Map<string, boolean>();
  for (const one of programs.own.list)
    if (one.op === 'entry' && insideWriter(one.fn))
      found.set(one.fn, one.grows || found.get(one.fn) === true);
  return found;
}

export const prologuesOf = ({ base }: Spec): readonly Offer[] =>
  base.kind !== 'programs'
    ? []
    : [...entered(base.params)].map(([name, grows]): Offer => {
        const change = textOf({ kind: 'split', function: name, may: !grows });
        return { group: 'A function of the write path', change, words: changeWords(change) };
      });
