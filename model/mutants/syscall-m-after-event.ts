import { nextProcs } from '../procs/state.ts';
import { changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const syscallMAfterEvent: Mutant = {
  name: 'syscall-m-after-event',
  change: 'mSyscallID is noted down once the goroutine is in its system call',
  why: 'a thief may have come by then, and names the M of an earlier system call, or none',
  source: 'runtime/traceruntime.go, traceLocker.GoSysCall',
  design: correct,
  part: 'procs',
  mutate: (actions) =>
    changed(actions, {
      WriteEvent: (write) => ({
        ...write,
        effect: (next, params) => {
          const { op, p } = nextProcs(next).m.at(Number(params['m']));
          const noted = p === 0 ? 0 : nextProcs(next).p.at(p - 1).syscallM;
          write.effect(next, params);
          if (op === 'begin') nextProcs(next).p.at(p - 1).syscallM = noted;
        },
      }),
      Release: (release) => ({
        ...release,
        effect: (next, params) => {
          const { op, p } = nextProcs(next).m.at(Number(params['m']));
          if (op === 'begin' && p !== 0) nextProcs(next).p.at(p - 1).syscallM = Number(params['m']) + 1;
          release.effect(next, params);
        },
      }),
    }),
  fails: { 'syscalls-blocked': { StealNamesM: 16 } },
};
