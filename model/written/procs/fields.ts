/**
 * State of the part `procs`: Ps, what the tracer keeps of each, and what a reader makes of the events.
 * Source: runtime/tracestatus.go (traceSchedResourceState), runtime/runtime2.go (p.status, m.p).
 *
 * Everything stands in one array of length 1, or 0 where the part is off.
 */
import { array, bool, int, oneOf, record } from '../../../checker/index.ts';
import type { Plain } from '../../../checker/index.ts';
import type { Bounds } from '../../bounds.ts';
import { initialReader, readerFields } from '../../trace-reader/fields.ts';
import { initialReaderMs, readerMsFields } from '../../trace-reader/ms-fields.ts';

export const procsFields = ({ programs, generations, parts: { procs } }: Bounds) => {
  const ps = procs?.ps ?? 0;
  const ms = programs.length;
  const left = procs?.syscalls === true ? ps : 0;
  // Each section takes one sequence number at most, and so does traceAdvance: once, or, where Ps are stolen from system calls that
  // have not begun (a mutant), once more for each generation.
  const seq = int(
    0,
    programs.reduce((sum, { sections }) => sum + sections, procs?.syscalls === true ? 1 + generations : 1),
  );
  return array(
    procs === undefined ? 0 : 1,
    record({
      m: array(
        ms,
        record({
          /** m.p, in a system call m.oldp unless it was lost: the number of a P, from 1; 0 is nil. */
          p: int(0, ps),
          /** What the section is for; syscall: outside of sections, in a system call. */
          op: oneOf('none', 'start', 'stop', 'other', 'begin', 'syscall', 'end', 'blocked', 'look', 'steal'),
          /** The P whose status has been acquired, but not written; 0 if there is none. */
          acquired: int(0, ps),
          /** The P that is to be taken from a system call, or has been; 0 if there is none. */
          target: int(0, left),
        }),
      ),
      p: array(
        ps,
        record({
          /** p.status; dead: beyond GOMAXPROCS; syscall, in 1.26: what the status of its goroutine says. */
          status: oneOf('idle', 'running', 'dead', 'syscall'),
          statusTraced: array(3, bool()),
          seq: array(2, seq),
          /** mSyscallID: the number of the M that has it in a system call, from 1; 0 is none. */
          syscallM: int(0, left === 0 ? 0 : ms),
          /** Bookkeeping: alive since this generation began; alive throughout the one before, which has to have its status. */
          sinceBump: bool(),
          owed: bool(),
        }),
      ),
      /** traceAdvance: the P to look at next, from 1, and whether dead Ps have been readied. */
      advance: record({ next: int(1, ps + 1), readied: bool() }),
      /** How often GOMAXPROCS may still be changed. */
      resizes: int(0, procs?.resizes ?? 0),
      ...readerFields(ps, seq),
      ...readerMsFields(ms, left),
    }),
  );
};

export type ProcsField = ReturnType<typeof procsFields>;

/** Every P is idle, and nobody has one. */
export function initialProcs({ programs, parts: { procs } }: Bounds): Plain<ProcsField> {
  if (procs === undefined) return [];
  const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);
  return [
    {
      m: programs.map(() => ({ p: 0, op: 'none', acquired: 0, target: 0 })),
      p: times(procs.ps, {
        status: 'idle',
        statusTraced: times(3, false),
        seq: times(2, 0),
        syscallM: 0,
        sinceBump: false,
        owed: false,
      }),
      advance: { next: 1, readied: false },
      resizes: procs.resizes,
      ...initialReader(times(procs.ps, 'none')),
      ...initialReaderMs(procs.syscalls === true ? procs.ps : 0),
    },
  ];
}
