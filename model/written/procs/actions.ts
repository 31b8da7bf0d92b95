/**
 * The part `procs` on top of the core: Ms acquire and release Ps, GOMAXPROCS changes, and traceAdvance has the status of
 * every P written. As in the part `statuses`, an event is one step, and no buffers are kept; nothing here runs on a stack
 * that grows.
 */
import { also, changed } from '../change.ts';
import type { Actions } from '../change.ts';
import type { Constants, NextState } from '../state.ts';
import { procAdvanceActions, procAdvanceChanges } from './advance-actions.ts';
import { procActions } from './proc-actions.ts';
import { procSectionActions } from './section-actions.ts';
import { endUntraced, untracedActions } from '../untraced.ts';
import { nextProcs } from './state.ts';
import { syscallActions } from './syscall-actions.ts';

export function withProcs(k: Constants, core: Actions): Actions {
  return {
    ...procActions(k),
    ...procSectionActions(k),
    ...procAdvanceActions(k),
    ...(k.bounds.parts.procs?.syscalls === true && syscallActions(k)),
    ...changed(
      { ...core, ...(k.bounds.stop && untracedActions(k)) },
      {
        ...(k.bounds.stop && endUntraced(leaveUntraced)),
        Release: (release) =>
          also((next, p) => {
            const mp = nextProcs(next).m.at(Number(p['m']));
            if (mp.op === 'stop') return;
            // _Psyscall is stored after the section (to 1.25); in 1.26 the goroutine is in the system call by now.
            if (mp.op !== 'begin') mp.op = 'none';
            else if (k.design.syscalls === 'scanBit') mp.op = 'syscall';
            mp.target = 0;
          })(release),
        ...procAdvanceChanges(k),
      },
    ),
  };
}

/** Without a section: what has nothing left to do is over. PIdle is to come for an M that releases its P. */
function leaveUntraced(next: NextState, m: number): void {
  const mp = nextProcs(next).m.at(m);
  if (mp.op !== 'stop') mp.op = 'none';
}
