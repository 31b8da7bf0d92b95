/** Parts of the tracer that programs have: what is read of a tree for each, and which bounds are about it. */
import type { Bounds } from '../../bounds.ts';
import { hasThreads } from '../../bounds.ts';

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

/** The part that the bounds are about. Throws a RangeError for bounds that are about several, which nobody has a name for. */
export function partOf(bounds: Bounds): ProgramPart {
  // Memory with store buffers is a way to run the steps of the core.
  const parts = Object.keys(bounds.parts).filter((part) => part !== 'memory');
  const named = [...parts, ...(hasThreads(bounds) ? ['threads'] : [])];
  const { statuses, procs } = bounds.parts;
  const isEndedInSyscalls = bounds.stop && (statuses?.syscalls === true || procs?.syscalls === true);
  const part = programParts.find((one) => one === (named[0] ?? 'core'));
  if (
    part === undefined ||
    named.length > 1 ||
    isEndedInSyscalls ||
    (procs?.syscalls === true && procs.resizes > 0)
  )
    throw new RangeError(`bounds ${bounds.name} have more at once than is read of a tree for one part`);
  if (statuses?.syscalls === true) return 'statuses-syscalls';
  return procs?.syscalls === true ? 'syscalls' : part;
}
