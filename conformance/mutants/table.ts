/** All mutants of the reference, in the order of its life: sections, writing, advances and reading, statuses and tables. */
import { acquireMutants } from './acquire-release.ts';
import { advanceMutants } from './advance-read.ts';
import type { ReferenceMutant } from './mutant.ts';
import { tableMutants } from './statuses-tables.ts';
import { writeMutants } from './write.ts';

export const referenceMutants: readonly ReferenceMutant[] = [
  ...acquireMutants,
  ...writeMutants,
  ...advanceMutants,
  ...tableMutants,
];
