import { OUTER } from '../state.ts';
import { readEvent } from '../statuses/reader.ts';
import { nextStatuses } from '../statuses/state.ts';
import { changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const endBlockedKeepsG: Mutant = {
  name: 'end-blocked-keeps-g',
  change: 'a goroutine that has lost its P ends the system call with GoSyscallEnd',
  why: 'a reader has it running, and it is runnable: the next GoStart never comes, and the next status is another',
  source: 'runtime/traceruntime.go, traceLocker.GoSysExit',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      WriteEvent: (write) => ({
        ...write,
        effect: (next, params) => {
          const m = Number(params['m']);
          const { op, g } = nextStatuses(next).m.at(m);
          if (op !== 'sysBlocked') {
            write.effect(next, params);
            return;
          }
          const section = next.m.at(m).stack.at(OUTER);
          readEvent(nextStatuses(next), section.gen, g, { from: 'syscall', to: 'running', seq: 0 });
          section.phase = 'release';
          nextStatuses(next).m.at(m).asked.set(OUTER, 'none');
        },
      }),
    }),
  fails: { 'statuses-syscalls': { EventFitsStatus: 23, GenerationsAgree: 33 } },
};
