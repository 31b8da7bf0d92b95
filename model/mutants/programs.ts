/** Mutants as programs: those of the design that holds, edited. */
import { programsOfDesign } from '../program/edits/cures.ts';
import { edited } from '../program/edits/edit.ts';
import type { ProgramPart } from '../program/language/parts.ts';
import type { ReleasePrograms } from '../program/releases/releases.ts';
import { mutantNamed } from './index.ts';

/** The design that mutants are edits of: it holds. */
const base = '1.26-nosplit';

/** Throws a RangeError for a mutant that does not exist, and a NothingToChange where the part has nothing of what it changes. */
export function mutantPrograms(name: string, part: ProgramPart): ReleasePrograms {
  const mutant = mutantNamed(name);
  const kept = programsOfDesign(base, part);
  return { ...kept, programs: edited(kept.programs, mutant.edits, part) };
}
