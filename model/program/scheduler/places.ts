/** What the parts about statuses add to the table of places (places.ts says what a row means). */
import type { Place, Rule } from '../access.ts';

const seen: Rule = { mover: 'N', why: 'traceAdvance, or another M, may look or store at any time' };
const ofOwner: Rule = {
  mover: 'B',
  why: 'whoever runs the G, or has taken it from a list, is alone with it; traceAdvance looks at what it suspends in one step',
};
const ofNextGen: Rule = {
  mover: 'B',
  why: 'nobody writes events of the generation to come but the owner, and traceAdvance stores the same 0 there',
};
const ofThread: Rule = { mover: 'B', why: 'no other thread looks at it' };

export const schedulerPlaces: Readonly<Record<string, Place>> = {
  /** An M's look at its own flag, which the core takes for a step of its own. */
  'own.trace.writing': { type: 'bool', field: 'm.writing', load: { own: ofThread }, store: {} },
  'own.trace.seqlock': { type: 'parity', field: 'm.writing', load: { own: ofThread }, store: {} },
  'm.curg': {
    type: 'g',
    field: 'm.curg',
    load: { own: ofThread, growth: ofThread },
    store: { own: ofThread },
  },
  'g.atomicstatus': {
    type: 'status',
    field: 'g.status',
    load: { own: seen, caller: { mover: 'B', why: 'the G is suspended, in the same step' } },
    store: { own: seen },
  },
  'g.trace.statusTraced[]': {
    type: 'bool',
    field: 'g.traced[]',
    load: { own: ofOwner, growth: ofOwner, caller: seen },
    store: { own: seen, growth: seen, caller: seen },
  },
  /** The same, where the index is that of the generation after the one at hand: facts/program/scheduler/slots.ts tells them apart. */
  'g.trace.statusTraced[next]': {
    type: 'bool',
    field: 'g.traced[]',
    load: {},
    store: { own: ofNextGen, growth: ofNextGen, caller: ofNextGen },
  },
  'g.trace.seq[]': {
    type: 'seq',
    field: 'g.seq[]',
    load: { own: ofOwner, growth: ofOwner },
    store: { own: ofOwner, growth: ofOwner, caller: ofNextGen },
  },
  /** untracedGs of traceAdvance, by G: the status that was noted down. */
  'noted[]': { type: 'status', field: 'noted[]', load: { caller: ofThread }, store: { caller: ofThread } },
};
