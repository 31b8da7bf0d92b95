/** What an M needs to begin something, as text over the state `S` and the M `M`. */
import type { Bounds } from '../../bounds.ts';

/** Before tracing has begun for the first time nothing matters, and who has no section left only parks, where it has to. */
export function mayBegin({ stop }: Bounds): string {
  const tracing = stop ? '!S.stopped && S.trace.gen + S.trace.lastNonZeroGen !== 0' : 'S.trace.gen !== 0';
  return `${tracing} && (M.sections > 0 || H.isPreempted(S, M.curg))`;
}
