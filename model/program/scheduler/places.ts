/** What the parts about statuses add to the table of places (places.ts says what a row means). */
import type { Place, Rule } from '../places/access.ts';
import { stopped } from './primitives.ts';

const seen: Rule = { mover: 'N', why: 'traceAdvance, or another M, may look or store at any time' };
const ofOwner: Rule = {
  mover: 'B',
  why: 'whoever runs the G or has the P, or has taken it from a list, is alone with it; traceAdvance looks at what it has stopped in one step',
};
const ofSyscall: Rule = {
  mover: 'N',
  why: 'while its goroutine is in a system call, whoever looks for a P may come first',
};
const ofHolder: Rule = {
  mover: 'B',
  why: 'the M that has the P, or whoever keeps its goroutine in the system call or has taken the P from it, is alone with it',
};
const ofNextGen: Rule = {
  mover: 'B',
  why: 'nobody writes events of the generation to come but the owner, and traceAdvance stores the same 0 there',
};
const ofThread: Rule = { mover: 'B', why: 'no other thread looks at it' };
const ofStopped: Rule = {
  mover: 'B',
  needs: stopped,
  why: 'nobody else runs the P: it is at a safe point, or the world is stopped',
};
const ofStoppedWorld: Rule = {
  mover: 'B',
  needs: ['the stopped world'],
  why: 'procresize runs while the world is stopped',
};

/** traceSchedResourceState of a G or of a P. `byCaller`: how traceAdvance and StartTrace look at the generation at hand. */
const resource = (root: 'g' | 'p', byCaller: Rule): Readonly<Record<string, Place>> => ({
  [`${root}.trace.statusTraced[]`]: {
    type: 'bool',
    field: `${root}.traced[]`,
    load: { own: ofOwner, growth: ofOwner, caller: byCaller },
    store: { own: seen, growth: seen, caller: byCaller },
  },
  /** The same, where the index is that of the generation after the one at hand: facts/program/scheduler/slots.ts tells them apart. */
  [`${root}.trace.statusTraced[next]`]: {
    type: 'bool',
    field: `${root}.traced[]`,
    load: {},
    store: { own: ofNextGen, growth: ofNextGen, caller: ofNextGen },
  },
  [`${root}.trace.seq[]`]: {
    type: 'seq',
    field: `${root}.seq[]`,
    load: { own: ofOwner, growth: ofOwner },
    store: { own: ofOwner, growth: ofOwner, caller: ofNextGen },
  },
});

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
  ...resource('g', seen),
  /** untracedGs of traceAdvance, by G: the status that was noted down. */
  'noted[]': { type: 'status', field: 'noted[]', load: { caller: ofThread }, store: { caller: ofThread } },
  'm.p': {
    type: 'p',
    field: 'm.p',
    load: { own: ofThread, growth: ofThread },
    store: { own: ofThread },
  },
  'm.oldp': {
    type: 'p',
    field: 'm.oldp',
    load: { own: ofThread },
    store: { own: ofThread },
  },
  /** The P whose syscalltick is still what the M has noted down; 0 is none. */
  'm.syscalltick': {
    type: 'p',
    field: 'm.ticks',
    load: { own: ofThread },
    store: { own: ofThread },
  },
  /** m.p, where others may take the P away. */
  'm.p[taken]': {
    type: 'p',
    field: 'm.p',
    load: { own: ofHolder, growth: ofHolder },
    store: { own: ofHolder },
  },
  /** The status of the goroutine of an M. */
  'm.curg.atomicstatus': {
    type: 'status',
    field: 'm.goroutine',
    load: { own: ofSyscall, caller: { mover: 'B', why: 'its M is at a safe point' } },
    store: { own: ofSyscall },
  },
  /** p.status and p.m, where others look at them who do not have the P. */
  'p.status[taken]': {
    type: 'status',
    field: 'p.status',
    load: { own: ofSyscall, caller: ofStopped },
    store: { own: ofSyscall },
  },
  'p.m[taken]': {
    type: 'm',
    field: 'p.m',
    load: { own: ofSyscall },
    store: { own: ofSyscall },
  },
  'p.trace.mSyscallID': {
    type: 'm',
    field: 'p.syscallM',
    load: { own: ofHolder },
    store: { own: ofHolder },
  },
  'p.status': {
    type: 'status',
    field: 'p.status',
    load: { own: ofOwner, caller: ofStopped },
    store: { own: ofOwner, gomaxprocs: ofStoppedWorld },
  },
  /** Whether an M has it. */
  'p.m': {
    type: 'm',
    field: 'p.m',
    load: { own: ofOwner },
    store: { own: ofOwner, gomaxprocs: ofStoppedWorld },
  },
  'p.link': {
    type: 'p',
    field: 'p.link',
    load: { gomaxprocs: ofStoppedWorld },
    store: { gomaxprocs: ofStoppedWorld },
  },
  ...resource('p', ofStopped),
  /** How many Ps there are. */
  allp: {
    type: 'p',
    field: 'allp',
    load: {
      caller: { mover: 'N', why: 'GOMAXPROCS may change it wherever this thread can be stopped' },
    },
    store: { gomaxprocs: ofStoppedWorld },
  },
};
