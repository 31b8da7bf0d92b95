/** The mutants, by name. */
import { generationsMutants } from './generations.ts';
import { memoryMutants } from './memory.ts';
import { procsMutants } from './procs.ts';
import { readerMutants } from './reader.ts';
import { sectionsMutants } from './sections.ts';
import { statusesMutants } from './statuses.ts';
import { syscallsMutants } from './syscalls.ts';
import { threadsMutants } from './threads.ts';
import { writingMutants } from './writing.ts';
import type { Mutant } from './mutant.ts';

/** All mutants by their names. */
export const mutants: Readonly<Record<string, Mutant>> = Object.fromEntries(
  [
    ...writingMutants,
    ...generationsMutants,
    ...threadsMutants,
    ...readerMutants,
    ...memoryMutants,
    ...sectionsMutants,
    ...statusesMutants,
    ...procsMutants,
    ...syscallsMutants,
  ].map((mutant) => [mutant.name, mutant]),
);

/** The mutant of that name. Throws a RangeError that lists the known ones. */
export function mutantNamed(name: string): Mutant {
  const mutant = Object.hasOwn(mutants, name) ? mutants[name] : undefined;
  if (mutant === undefined) {
    throw new RangeError(`no mutant is called '${name}'; choose one of ${Object.keys(mutants).join(', ')}`);
  }
  return mutant;
}
