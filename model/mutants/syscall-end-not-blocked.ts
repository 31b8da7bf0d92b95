import { nextProcs } from '../procs/state.ts';
import { OUTER } from '../state.ts';
import { readEvent } from '../statuses/reader.ts';
import { changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const syscallEndNotBlocked: Mutant = {
  name: 'syscall-end-not-blocked',
  change: 'a goroutine that has lost its P ends the system call with GoSyscallEnd',
  why: 'a reader wants a P in a system call on this M, and there is none, or one whose ProcSteal then does not fit any more',
  source: 'runtime/traceruntime.go, traceLocker.GoSysExit',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      WriteEvent: (write) => ({
        ...write,
        effect: (next, params) => {
          const m = Number(params['m']);
          const { gen } = next.m.at(m).stack.at(OUTER);
          const procs = nextProcs(next);
          if (procs.m.at(m).op !== 'blocked') {
            write.effect(next, params);
            return;
          }
          next.m.at(m).stack.at(OUTER).phase = 'release';
          let found = false;
          for (let index = 0; index < procs.on.length; index++) {
            if (procs.on.at(index).now.at(gen % 2) !== m + 1) continue;
            found = true;
            readEvent(procs, gen, index + 1, { from: 'syscall', to: 'running', seq: 0 });
          }
          if (!found) procs.stumbled.misfit = true;
        },
      }),
    }),
  fails: { 'syscalls-blocked': { EventFitsStatus: 22 } },
};
