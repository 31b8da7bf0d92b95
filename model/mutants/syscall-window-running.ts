import { nextProcs } from '../procs/state.ts';
import { changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const syscallWindowRunning: Mutant = {
  name: 'syscall-window-running',
  change: 'forEachP tells the status of a P that is about to have _Psyscall by p.status alone',
  why: 'go.dev/issue/64318: GoSyscallBegin has been written, and the next generation opens with the P running',
  source: 'runtime/tracestatus.go, traceWriter.writeProcStatusForP',
  design: { ...correct, procStatuses: 'afterBump', syscalls: 'procStatus' },
  mutate: (actions) =>
    changed(actions, {
      AdvanceForEachP: (action) => ({
        ...action,
        effect: (next, params) => {
          const { advance, m } = nextProcs(next);
          const entering = Array.from({ length: m.length }, (_, id) => m.at(id)).filter(
            ({ op, p }) => op === 'begin' && p === advance.next,
          );
          for (const mp of entering) mp.op = 'none';
          action.effect(next, params);
          for (const mp of entering) mp.op = 'begin';
        },
      }),
    }),
  fails: { 'syscalls-small': { SequenceContiguous: 37, EventFitsStatus: 29, GenerationsAgree: 23 } },
};
