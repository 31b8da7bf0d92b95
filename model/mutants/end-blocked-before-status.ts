import { statusesOf } from '../statuses/state.ts';
import { changed, correct, orElse } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const endBlockedBeforeStatus: Mutant = {
  name: 'end-blocked-before-status',
  change: 'GoSyscallEndBlocked is written before the status of its goroutine',
  why: 'a goroutine that was in its system call when the generation began has no other event in it, and a reader does not know it',
  source: 'runtime/traceruntime.go, traceLocker.GoSysExit',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      WriteEvent: orElse('statusesWritten', (s, { m }) => statusesOf(s).m.at(Number(m)).op === 'sysBlocked'),
    }),
  fails: { 'statuses-syscalls': { StatusPrecedesEvents: 20, StatusOnce: 27, GenerationsAgree: 44 } },
};
