/** What an M needs to begin something, as text over the state `S` and the M `M`. */
import type { Bounds } from '../../bounds.ts';
import { gsOf } from '../../bounds.ts';

/** Before tracing has begun for the first time nothing matters. */
export const begun = ({ stop }: Bounds): string =>
  stop ? '!S.stopped && S.trace.gen + S.trace.lastNonZeroGen !== 0' : 'S.trace.gen !== 0';

/** Who has no section left only parks, where it has to. */
export const mayBegin = (bounds: Bounds): string =>
  `${begun(bounds)} && (M.sections > 0${gsOf(bounds) > 0 ? ' || H.isPreempted(S, M.curg)' : ''})`;
