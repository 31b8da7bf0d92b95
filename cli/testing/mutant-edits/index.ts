/**
 * Mutants as edits of go1.26.8 with a nosplit refill: what a reviewer would bring in their place. Those of the parts that have programs
 * of steps are all here.
 */
import { coreMutants } from './core.ts';
import type { MutantEdits } from './edit.ts';
import { memoryMutants } from './memory.ts';
import { procsMutants } from './procs.ts';
import { readerMutants } from './reader.ts';
import { sectionsMutants } from './sections.ts';
import { statusMutants } from './statuses.ts';
import { statusSyscallMutants } from './statuses-syscalls.ts';
import { syscallMutants } from './syscalls.ts';
import { threadsMutants } from './threads.ts';

/** By part, as the command says it. */
export const mutantEdits: Readonly<Record<string, MutantEdits>> = {
  core: coreMutants,
  threads: threadsMutants,
  reader: readerMutants,
  memory: memoryMutants,
  sections: sectionsMutants,
  statuses: statusMutants,
  procs: procsMutants,
  syscalls: syscallMutants,
  'statuses-syscalls': statusSyscallMutants,
};
