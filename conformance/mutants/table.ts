/** All mutants of the reference: sections, writing, advances and reading, statuses and tables, then parts beyond the core. */
import { acquireMutants } from './acquire-release.ts';
import { advanceMutants } from './advance-read.ts';
import { memoryMutants } from './memory.ts';
import type { ReferenceMutant } from './mutant.ts';
import { procMutants } from './procs.ts';
import { readerMutants } from './reader.ts';
import { sectionMutants } from './sections.ts';
import { statusSyscallMutants } from './statuses-syscalls.ts';
import { statusMutants } from './statuses.ts';
import { syscallMutants } from './syscalls.ts';
import { tableMutants } from './statuses-tables.ts';
import { threadMutants } from './threads.ts';
import { writeMutants } from './write.ts';

export const referenceMutants: readonly ReferenceMutant[] = [
  ...acquireMutants,
  ...writeMutants,
  ...advanceMutants,
  ...tableMutants,
  ...threadMutants,
  ...readerMutants,
  ...sectionMutants,
  ...memoryMutants,
  ...statusMutants,
  ...procMutants,
  ...syscallMutants,
  ...statusSyscallMutants,
];
