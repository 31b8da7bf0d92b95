import type { Granularity } from '../../model/index.ts';

/** The parts of the tracer that a tree is searched in where no config says otherwise, each within small bounds. */
export const parts: readonly { readonly part: string; readonly config: string }[] = [
  { part: 'core', config: 'small' },
  { part: 'reader', config: 'reader-tiny' },
  { part: 'sections', config: 'sections-tiny' },
  { part: 'threads', config: 'threads-tiny' },
  { part: 'extra Ms', config: 'threads-small' },
  { part: 'statuses', config: 'statuses-tiny' },
  { part: 'Ps', config: 'procs-tiny' },
  { part: 'system calls', config: 'syscalls-small' },
  { part: 'system calls that block', config: 'syscalls-handoff' },
  { part: 'statuses in system calls', config: 'statuses-syscalls' },
  { part: 'restarts, statuses', config: 'statuses-restart' },
  { part: 'restarts, Ps', config: 'procs-restart' },
  { part: 'memory', config: 'memory-tiny' },
];

/** Steps of a tree are cut like this where nothing else is said, and need no words to be selected. */
export const granularityDefault: Granularity = 'coarse';
