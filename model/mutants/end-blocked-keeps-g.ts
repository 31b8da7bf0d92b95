import { OUTER } from '../state.ts';
import { readEvent } from '../statuses/reader.ts';
import { nextStatuses } from '../statuses/state.ts';
import { changed, correct, insteadWhere } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const endBlockedKeepsG: Mutant = {
  name: 'end-blocked-keeps-g',
  change: 'a goroutine that has lost its P ends the system call with GoSyscallEnd',
  why: 'a reader has it running, and it is runnable: the next GoStart never comes, and the next status is another',
  source: 'runtime/traceruntime.go, traceLocker.GoSysExit',
  design: correct,
  part: 'statuses',
  mutate: (actions) =>
    changed(actions, {
      WriteEvent: insteadWhere(
        (next, { m }) => nextStatuses(next).m.at(Number(m)).op === 'sysBlocked',
        (next, { m }) => {
          const mp = nextStatuses(next).m.at(Number(m));
          const section = next.m.at(Number(m)).stack.at(OUTER);
          readEvent(nextStatuses(next), section.gen, mp.g, { from: 'syscall', to: 'running', seq: 0 });
          section.phase = 'release';
          mp.asked.set(OUTER, 'none');
        },
      ),
    }),
  fails: { 'statuses-syscalls': { EventFitsStatus: 23, GenerationsAgree: 33 } },
};
