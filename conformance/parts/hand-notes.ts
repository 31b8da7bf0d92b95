/** What a run of the part about Ps notes besides the state of the reference. */
import type { Draft } from '../../checker/index.ts';
import type { TracerSchema } from '../../model/index.ts';
import type { P } from '../../reference/index.ts';
import type { Run } from '../run/run.ts';
import { ReadingMs } from './reading-ms.ts';
import { Reading } from './reading.ts';
import type { Seen } from './reading.ts';

export type Procs = Draft<TracerSchema['fields']['procs']['of']>;
export type Op = ReturnType<Procs['m']['at']>['op'];

/** What an M's section is for, the P whose status it is about to write, and the one that it takes from a system call, from 1. */
export interface OfM {
  op: Op;
  acquired: number;
  target: number;
  /** Somebody has taken the P that it left behind. */
  lost: boolean;
}

export interface Noted {
  readonly ms: readonly OfM[];
  /** The P that forEachP comes to next, and whether dead Ps have been readied. */
  next: number;
  readied: boolean;
  resizes: number;
  /** By P: alive since this generation began, and throughout the one before. */
  readonly sinceBump: boolean[];
  readonly owed: boolean[];
  /** By P: mSyscallID and 1, which is its owner's until the event is written. */
  readonly syscallM: number[];
  readonly reading: Reading;
  readonly readingMs: ReadingMs;
}

const notes = new WeakMap<Run, Noted>();

export function notesOf(run: Run): Noted {
  const { ps = 0, resizes = 0 } = run.bounds.parts.procs ?? {};
  const times = <T>(of: T): T[] => Array.from({ length: ps }, () => of);
  const known = notes.get(run) ?? {
    ms: run.bounds.programs.map((): OfM => ({ op: 'none', acquired: 0, target: 0, lost: false })),
    next: 1,
    readied: false,
    resizes,
    sinceBump: times(false),
    owed: times(false),
    syscallM: times(0),
    reading: new Reading(times<Seen>('none')),
    readingMs: new ReadingMs(ps, run.bounds.programs.length),
  };
  notes.set(run, known);
  return known;
}

export const opOf = (run: Run, m: number): Op => notesOf(run).ms[m]?.op ?? 'none';

export function setOp(run: Run, m: number, op: Op): void {
  const own = notesOf(run).ms[m];
  if (own !== undefined) own.op = op;
}

export function setTarget(run: Run, m: number, target: number): void {
  const own = notesOf(run).ms[m];
  if (own !== undefined) own.target = target;
}

/** The P of an M; in a system call the one that it began with, unless it has been taken. */
export function procOf(run: Run, m: number): P | null {
  const mp = run.ms[m];
  if (mp === undefined) return null;
  // From 1.26 on the P stays with its M.
  if (mp.rt.design.syscalls === 'scanBit') return mp.p;
  const { op = 'none', lost = false } = notesOf(run).ms[m] ?? {};
  return mp.p ?? ((op === 'syscall' || op === 'begin') && !lost ? mp.oldp : null);
}

/** Whether a P is in a system call: its own status says so, or from 1.26 on that of its goroutine. */
export const isInSyscall = ({ status, m }: P): boolean =>
  status === 'syscall' ||
  (status === 'running' && m?.rt.design.syscalls === 'scanBit' && m.curg?.status === 'syscall');

/** Who has left the P behind in a system call finds that it is gone. */
export function loses(run: Run, pp: P): void {
  run.ms.forEach(({ oldp }, m) => {
    const own = notesOf(run).ms[m];
    if (own !== undefined && oldp === pp && (own.op === 'syscall' || own.op === 'begin')) own.lost = true;
  });
}
