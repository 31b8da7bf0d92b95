/**
 * What a reader makes of the Ms that have Ps, where Ms leave theirs behind in system calls. Source: internal/trace/order.go
 * (mState.p, advanceProcStatus, advanceProcSteal, advanceGoSyscallEndBlocked).
 */
import { isNextToRead } from './reader.ts';
import type { AsRead } from './reader.ts';
import type { NextReaderMs } from './ms-fields.ts';

/** The events of a generation have the P on that M from now on; 0: on none. */
export function readBinding({ on }: NextReaderMs, gen: number, id: number, m: number): void {
  if (on.length !== 0) on.at(id - 1).now.set(gen % 2, m);
}

/**
 * ProcSteal names an M, which has to be the one that has the P. What a status `abandoned` has opened says nothing of it, but the
 * generation before may. To be called before the event is read.
 */
export function readStolenFrom(
  { on, reader, stumbledOverMs }: NextReaderMs,
  { trace, m: { length: ms } }: { readonly trace: AsRead; readonly m: { readonly length: number } },
  gen: number,
  id: number,
  m: number,
): void {
  if (on.length === 0) return;
  const known = reader.at(id - 1);
  const bound = on.at(id - 1);
  const parity = gen % 2;
  if (known.now.at(parity) !== 'abandoned') {
    if (bound.now.at(parity) !== m) stumbledOverMs.at(0).wrongM = true;
  } else if (!isNextToRead(trace, gen)) bound.named = m === 0 ? ms + 1 : m;
  else if (known.left === 'syscall' && bound.left !== m) stumbledOverMs.at(0).wrongM = true;
  bound.now.set(parity, 0);
  bound.ended.set(parity, false);
}

/** GoSyscallEndBlocked on an M: as long as a reader has a P in a system call there, it waits for a ProcSteal. */
export function readEndBlocked({ on, reader }: NextReaderMs, gen: number, m: number): void {
  for (let index = 0; index < on.length; index++) {
    const waits = on.at(index).now.at(gen % 2) === m && reader.at(index).now.at(gen % 2) === 'syscall';
    if (waits) on.at(index).ended.set(gen % 2, true);
  }
}

/** The generation is complete: what waits in it waits for ever. To be called before the statuses are passed on. */
export function readEndOfMs({ on, reader, stumbledOverMs }: NextReaderMs, gen: number): void {
  const parity = gen % 2;
  for (let index = 0; index < on.length; index++) {
    const known = reader.at(index);
    const bound = on.at(index);
    const now = known.now.at(parity);
    if (now !== 'none' && now !== 'abandoned') bound.left = bound.now.at(parity);
    const left = now === 'none' ? known.left : now;
    if (bound.named !== 0 && left === 'syscall' && bound.named !== bound.left)
      stumbledOverMs.at(0).wrongM = true;
    if (bound.ended.at(parity)) stumbledOverMs.at(0).stuck = true;
    bound.named = 0;
    bound.now.set(parity, 0);
    bound.ended.set(parity, false);
  }
}
