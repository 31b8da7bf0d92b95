/** System calls: the goroutine of each M, and what an M keeps of the P that it leaves behind. */
import { bool, int } from '../../../checker/index.ts';
import type { BoolField, IntField } from '../../../checker/index.ts';
import type { Bounds } from '../../bounds.ts';
import { STATUS_MAX, statusNumber } from './names.ts';

interface SyscallFields {
  /** The status of its goroutine, where that is no G of its own. */
  readonly goroutine: IntField;
  /** The scan bit of that: somebody keeps the goroutine where it is. */
  readonly scan: BoolField;
  /** m.oldp */
  readonly oldp: IntField;
  /** The P whose syscalltick is still what m.syscalltick is; 0 is none. */
  readonly ticks: IntField;
}

export const hasSyscalls = ({ parts }: Bounds): boolean =>
  parts.procs?.syscalls === true || parts.statuses?.syscalls === true;

/** There are no Gs: the goroutine of an M is known by its M. */
export const isOneGPerM = ({ parts }: Bounds): boolean => parts.procs?.syscalls === true;

/** In other parts the fields are not there, whatever the type says: only what the part with system calls has reads them. */
export const syscallFields = (bounds: Bounds, p: IntField): SyscallFields =>
  ({
    ...(isOneGPerM(bounds) && { goroutine: int(0, STATUS_MAX), scan: bool() }),
    ...(hasSyscalls(bounds) && { oldp: p, ticks: p }),
  }) as SyscallFields;

interface Initial {
  readonly goroutine: number;
  readonly scan: boolean;
  readonly oldp: number;
  readonly ticks: number;
}

/** The values at the beginning, under the same proviso. */
export const initialSyscall = (bounds: Bounds): Initial =>
  ({
    ...(isOneGPerM(bounds) && { goroutine: statusNumber('running'), scan: false }),
    ...(hasSyscalls(bounds) && { oldp: 0, ticks: 0 }),
  }) as Initial;
