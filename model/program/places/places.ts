/**
 * The table of places: what threads share, and how each kind of thread may look at it. This is the part that people review.
 *
 * The class of an access says what may be exchanged with it (Lipton's movers). **N**, none: others see the access at once, so
 * it is a step's one point in time. **R**, right: what others do right after it could as well be done before it (a lock that
 * is taken). **L**, left: what others do right before it could as well be done after it (a lock that is released). **B**,
 * both: nobody else can be at the place in the meantime. B is sound only under the lock that `needs` names, and an access
 * without it is a violation of its own, LockDiscipline.
 *
 * What the table lacks is refused with function and line.
 */
import type { Place, Rule } from './access.ts';
import { schedulerPlaces } from '../scheduler/places.ts';

const seen: Rule = { mover: 'N', why: 'an atomic, or a plain word that others read without a lock' };
const storedInAdvance: Rule = { ...seen, needs: ['traceAdvanceSema'] };
const storedInTracing: Rule = { ...seen, needs: ['tracing'] };
const own: Rule = { mover: 'B', why: 'no other thread looks at it' };
const underTraceLock: Rule = {
  mover: 'B',
  needs: ['trace.lock'],
  why: 'all that look at it hold trace.lock',
};
const underAdvanceSema: Rule = {
  mover: 'B',
  needs: ['traceAdvanceSema'],
  why: 'only holders of traceAdvanceSema store it, so that for a holder it stands still',
};
const underTracing: Rule = {
  mover: 'B',
  needs: ['tracing'],
  why: 'only StartTrace and StopTrace store it, which package runtime/trace calls under its mutex',
};
const ofReader: Rule = {
  mover: 'B',
  needs: ['trace.lock', 'no reader'],
  why: 'the reader looks at it under trace.lock; StartTrace stores it before there is a reader',
};
const spoken: Rule = {
  mover: 'R',
  why: 'what speaks for the reader does so until it runs, and what does not leads to no step: read in turn or at once',
};
const announced: Rule = {
  mover: 'N',
  needs: ['trace.lock'],
  why: 'stored under trace.lock, and read by the scheduler without it',
};
const onOwnM = (rule: Rule): Pick<Place, 'load' | 'store'> => ({
  load: { own: rule, growth: rule },
  store: { own: rule, growth: rule },
});
/** M0's goroutine calls StartTrace in the part sections; elsewhere a caller of its own does. */
const enabledSeenByM: Rule = { ...seen, under: { tracing: underTracing } };
const enabledSeenInSignal: Rule = {
  mover: 'R',
  why: 'a true that is stale is answered by the load of trace.gen, and a false leads to no step',
};
const flagOfInterrupted: Rule = {
  mover: 'B',
  why: 'only code of the M stores its flag while its thread is in the handler, and that is the handler',
};

const byAnyone = (rule: Rule): Place['load'] => ({ own: rule, growth: rule, caller: rule, reader: rule });

/** The flag of an M: raised before trace.gen is loaded, read by traceAdvance after it has stored trace.gen. */
const flag: Pick<Place, 'load' | 'store'> = {
  load: {
    ...byAnyone({
      mover: 'N',
      why: 'the M stores, traceAdvance loads: whichever comes first decides which generation waits for whom',
    }),
    signal: flagOfInterrupted,
  },
  store: {
    ...onOwnM({ mover: 'N', why: 'traceAdvance may look between this store and the load of trace.gen' })
      .store,
    allocm: { mover: 'N', why: 'traceAdvance may look before this store, or after it' },
    signal: { mover: 'N', why: 'traceAdvance may look between this store and the load of trace.gen' },
  },
};

const underSchedLock: Rule = {
  mover: 'B',
  needs: ['sched.lock'],
  why: 'allm and freem change under sched.lock, under which traceAdvance looks at them',
};
const enabledSeenByAllocm: Rule = {
  mover: 'R',
  why: 'what stores true has stopped the world, for which this M, which has a P, is waited for; a later false is answered by shutdown',
};
/** Where an M is done away with: enabled has been read, and trace.shutdown is. */
const shutdownSeenByDestroyer: Rule = {
  mover: 'B',
  why: 'a stop that comes to its end meanwhile has flushed the M: there is nothing to destroy, whichever way this goes',
};

/** A buffer in hand: between writer() and end() its M alone knows it, if the design is right; NoWriteToQueuedBuffer judges that. */
const inHand: Rule = {
  mover: 'B',
  why: 'the buffer is in the hands of one section: traceAdvance leaves the slot alone while the flag is up',
};

export const places: Readonly<Record<string, Place>> = {
  'trace.gen': {
    type: 'gen',
    atomic: true,
    field: 'trace.gen',
    load: { own: seen, growth: seen, signal: seen, reader: seen, caller: underAdvanceSema },
    store: { caller: storedInAdvance, own: storedInAdvance },
  },
  'trace.enabled': {
    type: 'bool',
    field: 'trace.enabled',
    load: {
      own: enabledSeenByM,
      growth: seen,
      signal: enabledSeenInSignal,
      caller: underTracing,
      allocm: enabledSeenByAllocm,
      scheduler: spoken,
    },
    store: { caller: storedInTracing, own: storedInTracing },
  },
  'trace.shutdown': {
    type: 'bool',
    field: 'trace.shutdown',
    load: {
      reader: underTraceLock,
      caller: underTracing,
      own: shutdownSeenByDestroyer,
      allocm: shutdownSeenByDestroyer,
      scheduler: spoken,
    },
    store: { caller: underTraceLock },
  },
  'trace.lastNonZeroGen': {
    type: 'gen',
    field: 'trace.lastNonZeroGen',
    load: { caller: underAdvanceSema, own: underAdvanceSema },
    store: { caller: underAdvanceSema },
  },
  'trace.readerGen': {
    type: 'gen',
    field: 'trace.readerGen',
    load: { reader: underTraceLock, scheduler: spoken },
    store: { reader: underTraceLock, caller: ofReader, own: ofReader },
  },
  'trace.flushedGen': {
    type: 'gen',
    field: 'trace.flushedGen',
    load: { reader: underTraceLock, scheduler: spoken },
    store: { caller: ofReader, own: ofReader },
  },
  'trace.workAvailable': {
    type: 'bool',
    field: 'trace.workAvailable',
    load: { own: underTraceLock, growth: underTraceLock, caller: underTraceLock, scheduler: spoken },
    store: { own: announced, growth: announced, caller: announced, reader: announced },
  },
  'trace.reader': {
    type: 'bool',
    field: 'trace.reader',
    load: { caller: seen, scheduler: spoken },
    store: {},
  },
  'trace.reading': { type: 'm', field: 'trace.readingM', load: { caller: underTraceLock }, store: {} },
  'm.trace.writing': { type: 'bool', atomic: true, field: 'm.writing', ...flag },
  'm.trace.seqlock': { type: 'parity', atomic: true, field: 'm.writing', ...flag },
  'm.trace.reentered': { type: 'count', field: 'm.reentered', ...onOwnM(own) },
  'm.trace.entryGen': { type: 'gen', field: 'm.entryGen', ...onOwnM(own) },
  'm.locks': { type: 'count', field: 'm.locks', ...onOwnM(own) },
  'm.trace.buf[][]': {
    type: 'buf',
    field: 'm.buf[]',
    load: { own: inHand, growth: inHand, caller: underTraceLock, allocm: underTraceLock },
    store: { own: inHand, growth: inHand, caller: underTraceLock, allocm: underTraceLock },
  },
  /** A stack, of which an M sees its own buffers, and here the one that it would get. */
  'trace.empty': {
    type: 'buf',
    field: 'm.empty',
    load: { own: underTraceLock, growth: underTraceLock },
    store: {},
  },
  'sched.freem': {
    type: 'ms',
    field: 'freem',
    load: {
      allocm: {
        mover: 'R',
        why: 'a look without the lock: who finds nothing does nothing, and an M on the list stays there for allocm alone',
      },
    },
    store: {},
  },
  'm.allm': {
    type: 'bool',
    field: 'm.allm',
    load: {},
    store: { own: underSchedLock, allocm: underSchedLock },
  },
  'm.freem': {
    type: 'bool',
    field: 'm.freem',
    load: {},
    store: { own: underSchedLock, allocm: underSchedLock },
  },
  'm.freeWait': {
    type: 'count',
    field: 'm.freeWait',
    load: {
      allocm: {
        mover: 'R',
        needs: ['sched.lock'],
        why: 'what an M on freem says once it has ended, it says for ever; one that has not ended is left alone',
      },
    },
    store: {
      own: { mover: 'N', why: 'the last that the thread does: from here on its M may be done away with' },
    },
  },
  'buf.pos': { type: 'int', field: 'buf.pos', ...onOwnM(inHand) },
  'buf.header.gen': { type: 'gen', field: 'buf.gen', load: {}, store: onOwnM(inHand).store },
  ...schedulerPlaces,
};
