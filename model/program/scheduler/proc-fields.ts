/** State of the parts that have Ps: who has each, and in the parts about them what the tracer keeps of each and what a reader knows. */
import { array, bool, int, record } from '../../../checker/index.ts';
import type { Plain } from '../../../checker/index.ts';
import type { Bounds } from '../../bounds.ts';
import { initialReader, readerFields } from '../../trace-reader/fields.ts';
import { initialReaderMs, readerMsFields } from '../../trace-reader/ms-fields.ts';
import { seqMax } from './fields.ts';
import { STATUS_MAX, statusNumber } from './names.ts';
import { hasSyscalls } from './syscall-fields.ts';

/**
 * The number of Ps, 0 where the bounds have none. The first, which Go calls 0, is that of whoever calls StartTrace, traceAdvance or
 * GOMAXPROCS, whose M is none of the model's; those of the bounds come after it. Where statuses of Gs are the question, each M has one
 * at the beginning.
 */
export const psOf = ({ parts: { procs, statuses }, programs }: Bounds): number =>
  procs !== undefined ? procs.ps + 1 : statuses?.syscalls === true ? programs.length + 1 : 0;

/** What the tracer keeps of Ps, and what a reader makes of events about them, is the question. */
export const followsPs = ({ parts: { procs } }: Bounds): boolean => procs !== undefined;

/** The P that an M has at the beginning, from 1; 0 is none. */
export const initialP = ({ parts: { statuses } }: Bounds, m: number): number =>
  statuses?.syscalls === true ? m + 1 + CALLERS_P : 0;

/** The P that callers have. */
export const CALLERS_P = 1;

const msIn = (bounds: Bounds): number => (hasSyscalls(bounds) ? bounds.programs.length : 0);

/** What the tracer keeps of a P. */
const followed = (bounds: Bounds) => ({
  /** p.link, of lists that procresize makes. */
  link: int(0, psOf(bounds)),
  traced: array(3, bool()),
  seq: array(2, int(0, seqMax(bounds))),
  /** mSyscallID: the M that has it in a system call, from 1; 0 is -1. */
  syscallM: int(0, msIn(bounds)),
  /** Bookkeeping: alive since this generation began; alive throughout the one before, which has to have its status. */
  sinceBump: bool(),
  owed: bool(),
});

const fieldsOf = (bounds: Bounds) => {
  const ps = psOf(bounds);
  const ms = msIn(bounds);
  const follows = followsPs(bounds);
  return {
    p: array(
      ps,
      record({
        status: int(0, STATUS_MAX),
        /** On sched.pidle. */
        idle: bool(),
        /** p.m: 0 for nil. */
        m: int(0, Math.max(1, ms)),
        ...((follows ? followed(bounds) : {}) as ReturnType<typeof followed>),
      }),
    ),
    ...((follows ? ofFollowed(bounds, ps, ms) : {}) as ReturnType<typeof ofFollowed>),
  };
};

const ofFollowed = (bounds: Bounds, ps: number, ms: number) => ({
  /** len(allp), which is GOMAXPROCS, and how often it may still be changed. */
  allp: int(0, ps),
  resizes: int(0, bounds.parts.procs?.resizes ?? 0),
  /** Bookkeeping: what a reader of the trace knows of each P. */
  knownPs: record({
    ...readerFields(ps, int(0, seqMax(bounds))),
    ...readerMsFields(ms, ms === 0 ? 0 : ps),
  }),
});

type ProcFields = ReturnType<typeof fieldsOf>;

/** In other parts the fields are not there, whatever the type says: only what the parts with Ps have reads them. */
export const procFields = (bounds: Bounds): ProcFields =>
  (psOf(bounds) === 0 ? {} : fieldsOf(bounds)) as ProcFields;

type Initial = { readonly [K in keyof ProcFields]: Plain<ProcFields[K]> };

/** The values at the beginning, under the same proviso: every P is idle, but that of callers and those of Ms. */
export function initialProcs(bounds: Bounds): Initial {
  const ps = psOf(bounds);
  if (ps === 0) return {} as Initial;
  if (!followsPs(bounds))
    return {
      p: Array.from({ length: ps }, (_, index) => ({
        status: statusNumber('running'),
        idle: false,
        // Callers' own M is none of the model's.
        m: Math.max(1, index + 1 - CALLERS_P),
      })),
    } as unknown as Initial;
  return {
    p: Array.from({ length: ps }, (_, index) => ({
      status: statusNumber(index + 1 === CALLERS_P ? 'running' : 'idle'),
      idle: index + 1 !== CALLERS_P,
      m: index + 1 === CALLERS_P ? 1 : 0,
      link: 0,
      traced: [false, false, false],
      seq: [0, 0],
      syscallM: 0,
      sinceBump: false,
      owed: false,
    })),
    allp: ps,
    resizes: bounds.parts.procs?.resizes ?? 0,
    knownPs: {
      ...initialReader(Array.from({ length: ps }, () => 'none' as const)),
      ...initialReaderMs(hasSyscalls(bounds) ? ps : 0),
    },
  };
}
