/** What an M remembers of the events that its coarse steps have written (units.ts): fields that fine steps do not need. */
import { bool } from '../../../checker/index.ts';
import type { BoolField } from '../../../checker/index.ts';
import type { Bounds } from '../../bounds.ts';
import type { Granularity } from '../places/granularity.ts';
import { partOf } from '../language/parts.ts';

interface FoundFields {
  /** Half of an event went where the other half was due, or a queue had a buffer with half of one. */
  readonly torn: BoolField;
  /** Half of an event went into a buffer that was queued, or in nobody's hands. */
  readonly wroteQueued: BoolField;
  /** Half of an event was written while the flag was down. */
  readonly unguarded: BoolField;
}

/** In fine steps, and where an event is one unit, the fields are not there, whatever the type says: nothing looks at them. */
export const foundFields = (bounds: Bounds, granularity: Granularity): FoundFields =>
  (isJudgedInside(bounds, granularity)
    ? { torn: bool(), wroteQueued: bool(), unguarded: bool() }
    : {}) as FoundFields;

/** Whether what is claimed of an event is judged inside of steps. */
export const isJudgedInside = (bounds: Bounds, granularity: Granularity): boolean =>
  granularity === 'coarse' &&
  !['statuses', 'procs', 'syscalls', 'statuses-syscalls'].includes(partOf(bounds));

interface Found {
  readonly torn: boolean;
  readonly wroteQueued: boolean;
  readonly unguarded: boolean;
}

/** The values at the beginning, under the same proviso. */
export const initialFound = (bounds: Bounds, granularity: Granularity): Found =>
  (isJudgedInside(bounds, granularity) ? { torn: false, wroteQueued: false, unguarded: false } : {}) as Found;
