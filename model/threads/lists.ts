/** On which list an M stands, and who holds the lock of both. */
import type { M, TracerState } from '../state.ts';

/** The M's thread may be inside a section. */
export const runs = ({ life }: M): boolean => life === 'running' || life === 'exiting';

export const isBeingDestroyed = ({ life }: M): boolean => life === 'flagged' || life === 'flushed';

/** sched.lock is held from before traceThreadDestroy to after it; all else that is done under it is one step. */
export const isSchedLockFree = (s: TracerState): boolean => !s.m.some(isBeingDestroyed);

/** On neither list, where traceAdvance looks for Ms. */
export const isOffTheLists = ({ life }: M): boolean => life === 'unborn' || life === 'gone';
