/** What a goroutine does in a system call, and what becomes of its P meanwhile: here each M has one, and no other takes it. */
import type { G, M, Offer, P, Steps } from '../../reference/index.ts';
import type { Run } from '../run/run.ts';
import { goesOnWith } from './statuses-notes.ts';

export const hasSyscalls = ({ bounds }: Run): boolean => bounds.parts.statuses?.syscalls === true;

/** The P that an M has, or had before its system call. */
export function ownP({ rt }: Run, { id }: M): P {
  const own = rt.allp[id + 1];
  if (own === undefined) throw new Error(`M${id} has no P of its own`);
  return own;
}

/** A system call takes any time, and the P may be gone after it. */
export function* syscall(run: Run, mp: M, gp: G): Steps<void> {
  const { choose, exitsyscall, exitsyscall0, exitsyscallSwapped, reentersyscall, reentersyscallSwapped } =
    run.reference;
  const isScanned = run.rt.design.syscalls === 'scanBit';
  mp.onG0 = true;
  gp.syscallsp = true;
  yield* isScanned ? reentersyscall(mp, gp) : reentersyscallSwapped(mp, gp);
  const exits: Offer = { mp, step: 'user code: exitsyscall', m: mp.id, depth: 0 };
  const loses: Offer = { ...exits, step: 'sysmon: retake' };
  if ((yield* choose(mp, [exits, loses])) === loses) {
    retakes(run, mp);
    goesOnWith(run, mp, 'lost');
    yield* choose(mp, [exits]);
  } else goesOnWith(run, mp, 'exit');
  // It tries the status at once.
  if (isScanned) mp.quantum = 1;
  if (yield* isScanned ? exitsyscall(mp, gp) : exitsyscallSwapped(mp, gp)) {
    mp.onG0 = false;
  } else {
    goesOnWith(run, mp, 'blocked');
    yield exitsyscall0;
  }
  gp.syscallsp = false;
}

/** Somebody takes the P away, in one step. */
function retakes(run: Run, mp: M): void {
  const pp = ownP(run, mp);
  mp.p = null;
  pp.m = null;
  pp.status = 'idle';
  pp.syscalltick++;
  run.rt.schedt.pidle.push(pp);
}

/** There are Ps enough: who has come to its end without one gets its own again. */
export function regains(run: Run, mp: M): void {
  const pp = ownP(run, mp);
  const { pidle } = run.rt.schedt;
  pidle.splice(pidle.indexOf(pp), 1);
  mp.p = pp;
  pp.m = mp;
  pp.status = 'running';
}
