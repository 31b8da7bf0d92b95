/**
 * Ps where statuses of Gs are the question: an M has one or lacks one, and that is all. What the tracer keeps of a P is the question of
 * the parts about Ps: here its status has always been written, and any number is the next in its sequence.
 */
import { opaque, literal, truth } from '../values.ts';
import type { Value } from '../values.ts';

/** `pp.trace` */
export const tokenState: Value = { kind: 'token' };

/** A method of it; undefined for one that is none of the tracer's. */
export function tokenCall(name: string): Value | undefined {
  switch (name) {
    case 'statusWasTraced':
      return truth(true);
    case 'acquireStatus':
      return truth(false);
    case 'nextSeq':
      return literal(1, 'seq');
    case 'setStatusTraced':
    case 'readyNextGen':
      return opaque;
    default:
      return undefined;
  }
}
