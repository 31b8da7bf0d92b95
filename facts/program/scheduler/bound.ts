/** Conditions of the scheduler that the model binds: as choices they would be false alarms, or repeat what the drivers do. */
import type { ProgramPart } from '../../../model/index.ts';

interface Bound {
  readonly fn: string;
  readonly condition: string;
  /** The one part that binds it; each if left out. */
  readonly part?: ProgramPart;
  readonly is: boolean;
  readonly why: string;
}

const rows: readonly Bound[] = [
  {
    fn: 'park_m',
    condition: '!ok',
    is: false,
    why: 'a goroutine that does not park after all is one that somebody readies and executes at once, as others may',
  },
  {
    fn: 'newproc1',
    condition: 'newg==nil',
    is: false,
    why: 'every G that there will be is on the free list: a new one is like a dead one that no trace knows',
  },
  {
    fn: 'gdestroy',
    condition: 'GOARCH=="wasm"',
    is: false,
    why: 'the platform that was asked for is none without threads',
  },
  {
    fn: 'procresize',
    condition: 'nprocs<=int32(cap(allp))',
    is: true,
    why: 'every P that there will be exists from the beginning',
  },
  {
    fn: 'procresize',
    condition: 'pp==nil',
    is: false,
    why: 'the same',
  },
  {
    fn: 'procresize',
    condition: 'gp.m.p!=0&&gp.m.p.ptr().id<nprocs',
    is: true,
    why: 'who stops the world has the first P, which never dies',
  },
  {
    fn: 'procresize',
    condition: 'runqempty(pp)',
    is: true,
    why: 'a P with goroutines is one that an M takes at once',
  },
  {
    fn: 'procresize',
    condition: 'gcBlackenEnabled!=0',
    is: false,
    why: 'a P that the collector takes is one that an M takes at once',
  },
  {
    fn: 'reentersyscall',
    condition: 'pp.runSafePointFn!=0',
    is: true,
    why: 'whoever has nothing to run there is not waited for',
  },
  {
    fn: 'reentersyscall',
    condition: 'gp.m.p.ptr().runSafePointFn!=0',
    is: true,
    why: 'the same',
  },
  {
    fn: 'exitsyscallfast',
    condition: 'sched.stopwait==freezeStopWait',
    is: false,
    why: 'the program is not about to end with a fatal error',
  },
  {
    fn: 'reentersyscall',
    condition: 'sched.gcwaiting.Load()',
    is: false,
    why: 'nobody stops the world while a generation lasts',
  },
  {
    fn: 'exitsyscallTryGetP',
    condition: 'oldp!=nil',
    part: 'statuses-syscalls',
    is: false,
    why: 'to a goroutine, a P of the idle list is as good as its old one, which another M has',
  },
  {
    fn: 'exitsyscallNoP',
    condition: 'locked',
    is: false,
    why: 'no goroutine is locked to its M',
  },
  {
    fn: 'exitsyscall0',
    condition: 'locked',
    is: false,
    why: 'the same',
  },
];

/** What the condition is bound to; undefined for one that is read, or a choice. */
export const bound = (fn: string, condition: string, part: ProgramPart): boolean | undefined =>
  rows.find((row) => row.fn === fn && row.condition === condition && (row.part ?? part) === part)?.is;
