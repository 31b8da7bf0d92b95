/** The mutants that a page of steps offers. They are data of the page, so that its worker has no table of all in itself. */
import type { ProgramParams } from '../../model/index.ts';
import { NothingToChange, boundsNamed, edited, mutants, partOf } from '../../model/index.ts';
import type { MutantData } from '../data.ts';

/** By name, those that change something of these steps and show within their bounds. */
export function mutantsOf({ programs, bounds }: ProgramParams): Readonly<Record<string, MutantData>> {
  return Object.fromEntries(
    Object.values(mutants).flatMap(({ name, change, edits, fails }): [string, MutantData][] => {
      if (!Object.hasOwn(fails, bounds)) return [];
      try {
        edited(programs, edits, partOf(boundsNamed(bounds)));
        return [[name, { change, edits }]];
      } catch (error) {
        if (error instanceof NothingToChange) return [];
        throw error;
      }
    }),
  );
}
