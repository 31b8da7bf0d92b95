/**
 * Calls that the table knows as a whole, each with its class (places.ts says what that means) and the lock that it needs.
 */
import type { Rule } from './access.ts';
import { schedulerPrimitives } from '../scheduler/primitives.ts';

const underTraceLock = ['trace.lock'];
const underSchedLock = ['sched.lock'];

export const primitives: Readonly<Record<string, Rule>> = {
  lock: { mover: 'R', why: 'waits until the lock is free; from then on nobody else can take it' },
  unlock: { mover: 'L', why: 'from here on somebody else can take it' },
  lockInside: {
    mover: 'B',
    needs: ['tracing'],
    why: 'traceShutdownSema: whoever takes it holds the mutex of package runtime/trace, so that nobody waits for it',
  },
  unlockInside: { mover: 'B', needs: ['tracing'], why: 'as it is taken' },
  semacquire: { mover: 'R', why: 'waits for the reader' },
  semrelease: { mover: 'L', why: 'wakes a thread that waits; one that does not wait yet will not wait' },
  stopTheWorld: { mover: 'R', why: 'waits until every M is outside of its sections' },
  push: { mover: 'B', needs: underTraceLock, why: 'trace.full is looked at under trace.lock' },
  pop: { mover: 'B', needs: underTraceLock, why: 'trace.full is looked at under trace.lock' },
  queueEmpty: { mover: 'B', needs: underTraceLock, why: 'trace.full is looked at under trace.lock' },
  unlink: { mover: 'B', needs: underTraceLock, why: 'trace.empty is looked at under trace.lock' },
  recycle: {
    mover: 'B',
    needs: underTraceLock,
    why: 'reading only keeps a buffer away a little longer; a stale pointer does the more harm the earlier it is handed out again',
  },
  sysAlloc: { mover: 'B', why: 'memory from the system is nobody else’s; the bounds have none' },
  firstUnit: { mover: 'B', why: 'half of an event, into a buffer in hand' },
  secondUnit: {
    mover: 'B',
    why: 'the other half: the event is complete and gets its number in the order of the M',
  },
  /** A choice can as well be made later: a step begins before it rather than after it. */
  pick: { mover: 'R', why: 'any M of the list; the order in which traceAdvance goes round it is left open' },
  unpick: { mover: 'B', why: 'the list is the thread’s own' },
  onAllm: { mover: 'B', needs: underSchedLock, why: 'allm changes under sched.lock alone' },
  withFreem: { mover: 'B', needs: underSchedLock, why: 'freem changes under sched.lock alone' },
  pickFreem: {
    mover: 'R',
    needs: underSchedLock,
    why: 'one M of freem for each call: what another round would do, another call does, with sched.lock free in between or not',
  },
  swapReader: { mover: 'N', why: 'whoever swaps trace.reader for nil has the reader to run' },
  park: { mover: 'R', why: 'waits until somebody makes the goroutine ready' },
  recycleReading: {
    mover: 'B',
    needs: underTraceLock,
    why: 'trace.reading and trace.empty are looked at under trace.lock',
  },
  handOut: { mover: 'B', needs: underTraceLock, why: 'trace.reading is looked at under trace.lock' },
  look: {
    mover: 'B',
    why: 'the M that has parked the reader has yet to come to the scheduler: a word of its driver',
  },
  sample: {
    mover: 'B',
    needs: ['trace.signalLock'],
    why: 'one record of a profBuf, of which whoever holds signalLock is the only writer',
  },
  readSamples: {
    mover: 'R',
    why: 'a profBuf has one reader; nobody writes a sample of that generation any more, which NoSampleAfterDump judges',
  },
  getExtraM: { mover: 'B', why: 'a list with a lock of its own, of which the tracer does not know' },
  putExtraM: { mover: 'B', why: 'as it is taken' },
  // Words of the drivers.
  takeLook: { mover: 'B', why: 'somebody who made work available comes to the scheduler' },
  ready: { mover: 'B', why: 'who took the reader from trace.reader alone makes it ready' },
  woken: { mover: 'B', why: 'the reader goes on after gopark' },
  resting: { mover: 'B', why: 'an M between its sections, which may do something else' },
  runs: { mover: 'B', why: 'the M’s own business' },
  mayExit: { mover: 'B', why: 'the bounds say which threads end' },
  osStack: { mover: 'B', why: 'the bounds have threads of both kinds' },
  mayBorrow: { mover: 'B', why: 'the bounds say which Ms are extra' },
  mayDrop: { mover: 'B', why: 'the bounds say which Ms are extra' },
  unborn: { mover: 'B', why: 'an M of the bounds that is on no list yet: nobody else knows it' },
  outside: { mover: 'B', why: 'an M between its sections, as many as the bounds have' },
  interrupted: { mover: 'B', why: 'a signal that has not come yet, as many as the bounds have' },
  idle: { mover: 'B', why: 'a caller between its calls' },
  choose: { mover: 'B', why: 'what a thread does next' },
  writes: {
    mover: 'B',
    why: 'of an M that opens sections for ever, whether it writes its event in this one',
  },
  unwritten: { mover: 'B', why: 'the section stands for one whose event nobody here counts' },
  mayAdvance: { mover: 'B', why: 'the bounds have a next generation' },
  mayStart: { mover: 'B', why: 'the bounds have a next generation, and another trace' },
  startsHere: {
    mover: 'B',
    why: 'the goroutine that calls StartTrace is on M0, and the bounds have a next generation',
  },
  mayStop: { mover: 'B', why: 'the bounds have a stop' },
  started: {
    mover: 'B',
    why: 'package runtime/trace starts the reader’s goroutine when StartTrace has returned',
  },
  opened: { mover: 'B', why: 'the section is open from here on: a word for properties' },
  openedInside: { mover: 'B', why: 'so is one inside another, which a plain call has opened' },
  closingInside: { mover: 'B', why: 'the section inside is open up to here' },
  userCode: { mover: 'B', why: 'code between the tracer’s calls, in which a stack may always grow' },
  closing: { mover: 'B', why: 'the section is open up to here' },
  dropped: { mover: 'B', why: 'the acquire answered !ok: a word for NoDroppedEvent' },
  ...schedulerPrimitives,
};

/** Words at which a step begins. */
export const beginning: ReadonlySet<string> = new Set([
  'outside',
  'interrupted',
  'resting',
  'woken',
  'idle',
  'userCode',
  'closing',
  'inSyscall',
  'leavesSyscall',
  'safePoint',
]);
