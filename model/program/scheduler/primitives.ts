/** Calls that the parts about statuses know as a whole. */
import type { Rule } from '../access.ts';

export const schedulerPrimitives: Readonly<Record<string, Rule>> = {
  event: {
    mover: 'N',
    why: 'a reader takes the events of Gs in the order in which they are written; the buffer is the core’s question',
  },
  lateEvent: {
    mover: 'B',
    why: 'traceAdvance writes to the generation that it ends, once every M has left it, into a buffer of its own',
  },
  takeG: {
    mover: 'R',
    why: 'a list is looked at under its lock, and whoever takes a G from it is alone with it',
  },
  listed: { mover: 'B', why: 'the G is on a list once its lock is given back, which comes after' },
  suspendG: { mover: 'N', why: 'waits until the G does not run, and sees the status that it has then' },
  startTheWorld: { mover: 'L', why: 'Ms go on from here' },
  lookAt: {
    mover: 'R',
    why: 'traceAdvance goes on to a G: a step of its own, so that the order is not more than the loop’s',
  },
  lookedAt: { mover: 'L', why: 'and is done with it' },
  gather: { mover: 'R', why: 'what follows in the ended generation can as well be done later' },
};
