/** State of the parts about statuses: Gs, what the tracer keeps of each, what traceAdvance has noted, and what a reader knows. */
import { array, bool, int, record } from '../../../checker/index.ts';
import type { Plain } from '../../../checker/index.ts';
import type { Bounds } from '../../bounds.ts';
import { gsOf } from '../../bounds.ts';
import { initialReader, readerFields } from '../../trace-reader/fields.ts';
import { STATUS_MAX, statusNumber } from './names.ts';

/** The highest sequence number; a tree that takes more stays there, which SequenceContiguous has reported by then. */
export const seqMax = ({ programs, parts }: Bounds): number =>
  // A section of a system call has two events with a number, as has one of who steals.
  programs.reduce((sum, { sections }) => sum + (parts.procs?.syscalls === true ? 3 : 1) * sections, 1);

/** Statuses and what a reader makes of them: of Gs or of Ps. */
const isAboutStatuses = ({ parts }: Bounds): boolean =>
  parts.statuses !== undefined || parts.procs !== undefined;

/** In other parts the fields are not there, whatever the type says: only what these parts have reads them. */
export const schedulerFields = (bounds: Bounds) =>
  (isAboutStatuses(bounds) ? fieldsOf(bounds) : {}) as ReturnType<typeof fieldsOf>;

const fieldsOf = (bounds: Bounds) => {
  const gs = gsOf(bounds);
  const seq = int(0, seqMax(bounds));
  const status = int(0, STATUS_MAX);
  return {
    g: array(
      gs,
      record({
        status,
        /** Taken off the lists where others could find it. */
        owned: bool(),
        traced: array(3, bool()),
        seq: array(2, seq),
      }),
    ),
    noted: array(gs, status),
    /** The world is stopped, so that nobody begins anything. */
    stopped: bool(),
    /** Bookkeeping: what a reader of the trace knows of each G. */
    known: record(readerFields(gs, seq)),
  };
};

type Fields = ReturnType<typeof fieldsOf>;
type Initial = { readonly [K in keyof Fields]: Plain<Fields[K]> };

/** The values at the beginning, under the same proviso. */
export const initialScheduler = (bounds: Bounds): Initial =>
  isAboutStatuses(bounds) ? initialOf(bounds) : ({} as Initial);

function initialOf({ parts: { statuses } }: Bounds): Initial {
  const gs = statuses?.gs ?? [];
  return {
    g: gs.map((status) => ({
      status: statusNumber(status),
      owned: status === 'running',
      traced: [false, false, false],
      seq: [0, 0],
    })),
    noted: gs.map(() => 0),
    stopped: false,
    known: initialReader(gs.map((status) => (status === 'dead' ? 'dead' : 'none'))),
  };
}

/** The G that runs on each M, from 1; 0 is none. */
export function initialCurg({ programs, parts: { statuses } }: Bounds): readonly number[] {
  const running = (statuses?.gs ?? []).flatMap((status, index) => (status === 'running' ? [index + 1] : []));
  return programs.map((_, m) => running[m] ?? 0);
}
