import { nextProcs } from '../procs/state.ts';
import { OUTER } from '../state.ts';
import { readEvent } from '../statuses/reader.ts';
import { changed, correct, insteadWhere } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const syscallEndNotBlocked: Mutant = {
  name: 'syscall-end-not-blocked',
  change: 'a goroutine that has lost its P ends the system call with GoSyscallEnd',
  why: 'a reader wants a P in a system call on this M, and there is none, or one whose ProcSteal then does not fit any more',
  source: 'runtime/traceruntime.go, traceLocker.GoSysExit',
  design: correct,
  part: 'procs',
  mutate: (actions) =>
    changed(actions, {
      WriteEvent: insteadWhere(
        (next, { m }) => nextProcs(next).m.at(Number(m)).op === 'blocked',
        (next, { m }) => {
          const section = next.m.at(Number(m)).stack.at(OUTER);
          const { gen } = section;
          const procs = nextProcs(next);
          section.phase = 'release';
          let found = false;
          for (let index = 0; index < procs.on.length; index++) {
            if (procs.on.at(index).now.at(gen % 2) !== Number(m) + 1) continue;
            found = true;
            readEvent(procs, gen, index + 1, { from: 'syscall', to: 'running', seq: 0 });
          }
          if (!found) procs.stumbled.misfit = true;
        },
      ),
    }),
  fails: { 'syscalls-blocked': { EventFitsStatus: 22 } },
};
