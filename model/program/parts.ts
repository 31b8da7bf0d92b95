/** Parts of the tracer that programs have: what is read of a tree for each, and which bounds are about it. */
import type { Bounds } from '../bounds.ts';
import { hasThreads } from '../threads/life.ts';

/**
 * `core`: acquire to release, growth, StartTrace, traceAdvance and readTrace0, which every part has. `threads`: Ms that start and
 * exit, from mcommoninit to traceThreadDestroy. `reader`: ReadTrace, which waits and is woken by traceReader. `sections`:
 * traceCPUSample in a signal handler, and StartTrace on an M, with its section and that of the memory snapshot inside it. `statuses`:
 * statuses of Gs, of which system calls are left out. `procs`: statuses of Ps, likewise, and GOMAXPROCS. `syscalls`: Ps that Ms
 * leave behind in system calls, and who steals them. `statuses-syscalls`: statuses of Gs that enter system calls, where a P is no more
 * than what an M has or lacks.
 */
export const programParts = [
  'core',
  'threads',
  'reader',
  'sections',
  'statuses',
  'procs',
  'syscalls',
  'statuses-syscalls',
] as const;
export type ProgramPart = (typeof programParts)[number];

/** The part that the bounds are about; undefined where programs do not have it yet. */
export function partOf(bounds: Bounds): ProgramPart | undefined {
  if (bounds.programs.some(({ endless }) => endless === true)) return undefined;
  // Memory with store buffers is a way to run the steps of the core.
  const parts = Object.keys(bounds.parts).filter((part) => part !== 'memory');
  const named = [...parts, ...(hasThreads(bounds) ? ['threads'] : [])];
  if (named.length > 1) return undefined;
  const { statuses, procs } = bounds.parts;
  if (statuses?.syscalls === true) return bounds.stop ? undefined : 'statuses-syscalls';
  if (procs?.syscalls === true) return procs.resizes === 0 && !bounds.stop ? 'syscalls' : undefined;
  return programParts.find((part) => part === (named[0] ?? 'core'));
}

/** Whether programs can be searched at these bounds. */
export const hasPrograms = (bounds: Bounds): boolean => partOf(bounds) !== undefined;
