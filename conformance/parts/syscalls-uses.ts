/** What Ms do in system calls, and to those who are in one. */
import type { M, Offer, P, Steps } from '../../reference/index.ts';
import type { Run } from '../run/run.ts';
import { begins, goesOnWith, notesOf } from './procs-notes.ts';

/** A system call takes any time. Who comes out without a P leaves its goroutine to the scheduler, and runs another. */
export function* syscall(run: Run, mp: M): Steps<void> {
  const { exitsyscall, exitsyscall0, exitsyscallSwapped, reentersyscall, reentersyscallSwapped, wait } =
    run.reference;
  const gp = notesOf(run).ms[mp.id]?.g ?? null;
  if (gp === null) throw new Error(`M${mp.id} has no goroutine that could enter a system call`);
  const isScanned = run.rt.design.syscalls === 'scanBit';
  begins(run, mp, 'enter');
  gp.syscallsp = true;
  yield* isScanned ? reentersyscall(mp, gp) : reentersyscallSwapped(mp, gp);
  yield* wait(mp, 'user code: exitsyscall', () => true);
  goesOnWith(run, mp, 'exit');
  // It tries the status at once, and again when nobody keeps it.
  if (isScanned && !gp.scan) mp.quantum = 1;
  const hasP = yield* isScanned ? exitsyscall(mp, gp) : exitsyscallSwapped(mp, gp);
  if (!hasP) {
    goesOnWith(run, mp, 'blocked');
    yield* exitsyscall0(mp, gp);
    run.rt.schedt.runq.length = 0;
  }
  gp.syscallsp = false;
  gp.status = 'running';
}

/** By the status of the P alone, which sysmon looks at first. */
export const mayBeTaken = ({ status }: P, { rt }: M): boolean =>
  status === (rt.design.syscalls === 'procStatus' ? 'syscall' : 'running');

/**
 * What sysmon does about a P that {@link mayBeTaken}. Its patience is no matter: any answer will do to whether the P has run for too long,
 * in a system call, too, and whether it was already there at the last look, and whether others have work for it.
 * Go: retake, runtime/proc.go.
 */
export function* watches(run: Run, mp: M, pp: P): Steps<void> {
  const { retake } = run.reference;
  const isPreempted = !run.finds() && run.finds();
  const isLeft = (): boolean => run.finds() || run.finds();
  if (run.rt.design.syscalls === 'procStatus') {
    if (!isLeft()) yield* retake(mp, pp, () => true);
    return;
  }
  if (isPreempted) yield* preemptone(run, mp, pp);
  yield* retake(mp, pp, () => !isLeft());
}

/** Looks at who has the P, and asks it to stop some time. Go: preemptone, runtime/proc.go. */
function* preemptone(run: Run, mp: M, pp: P): Steps<void> {
  const { choose } = run.reference;
  const looks = (step: string): Steps<Offer> => choose(mp, [{ mp, step, m: mp.id, depth: 0 }]);
  yield* looks('preemptone: pp.m');
  if (pp.m === null || pp.m === mp || run.finds()) return;
  yield* looks('preemptone: readgstatus');
}
