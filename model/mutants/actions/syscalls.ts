/** Goroutines in system calls: the mutants of `../syscalls.ts` that have no edit of steps. */
import { OUTER } from '../../state.ts';
import { readEvent } from '../../trace-reader/reader.ts';
import { nextStatuses, statusesOf } from '../../statuses/state.ts';
import { changed, insteadWhere, orElse } from '../../change.ts';
import type { ActionChange } from './mutant.ts';

export const syscallsChanges: Readonly<Record<string, ActionChange>> = {
  'end-blocked-before-status': {
    mutate: (actions) =>
      changed(actions, {
        WriteEvent: orElse(
          'statusesWritten',
          (s, { m }) => statusesOf(s).m.at(Number(m)).op === 'sysBlocked',
        ),
      }),
  },
  'end-blocked-keeps-g': {
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
  },
};
