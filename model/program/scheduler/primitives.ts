/** Calls that the parts about statuses know as a whole. */
import type { Rule } from '../places/access.ts';

/** Nobody else runs the P: at a safe point, or in a stopped world. */
export const stopped: readonly string[] = ['a safe point', 'the stopped world'];

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
  statusEvent: {
    mover: 'B',
    needs: stopped,
    why: 'forEachP, or who has stopped the world, says of a P what it is while nobody runs it',
  },
  takeP: {
    mover: 'R',
    needs: ['sched.lock'],
    why: 'sched.pidle is looked at under sched.lock, and whoever takes a P from it is alone with it',
  },
  putP: { mover: 'B', needs: ['sched.lock'], why: 'sched.pidle is looked at under sched.lock' },
  moreP: {
    mover: 'B',
    needs: ['worldsema'],
    why: 'GOMAXPROCS changes allp under worldsema, which callers of forEachP hold',
  },
  lookAtP: { mover: 'R', why: 'waits until the P is at a safe point, and keeps it there' },
  countPs: {
    mover: 'B',
    needs: ['the stopped world'],
    why: 'gomaxprocs and len(allp), which are the same and change in a stopped world alone',
  },
  idlePs: {
    mover: 'B',
    needs: ['the stopped world'],
    why: 'procresize puts the Ps on sched.pidle that nobody has; where GOMAXPROCS does not change, that is all',
  },
  safePoint: { mover: 'B', why: 'where an M that enters a system call runs what forEachP asks it to' },
  inSyscall: { mover: 'B', why: 'an M in a system call, for as long as it takes' },
  someP: { mover: 'R', why: 'any P of allp; the order in which sysmon goes over them is left open' },
  holderOf: { mover: 'B', why: 'the M that has a P which is at a safe point' },
  awaitScan: { mover: 'R', why: 'waits while somebody keeps the goroutine where it is' },
  setScan: { mover: 'N', why: 'one compare-and-swap of the status of a goroutine' },
  clearScan: { mover: 'L', why: 'whoever set the bit lets the goroutine go on' },
  ticks: { mover: 'B', why: 'counted by whoever is alone with the P, and compared by who has it' },
  leavesSyscall: { mover: 'R', why: 'an M in a system call, for as long as it takes' },
  loseP: { mover: 'N', why: 'somebody takes the P away, at any time' },
  regainP: { mover: 'B', why: 'no other thread of the part asks who has a P' },
  takeOwnP: { mover: 'B', needs: ['sched.lock'], why: 'the same' },
  goesOn: { mover: 'B', why: 'the M has left its goroutine to the scheduler, and runs another' },
  resize: { mover: 'B', why: 'the bounds say how often GOMAXPROCS changes' },
  startTheWorld: { mover: 'L', why: 'Ms go on from here' },
  lookAt: {
    mover: 'R',
    why: 'traceAdvance goes on to a G: a step of its own, so that the order is not more than the loop’s',
  },
  lookedAt: { mover: 'L', why: 'and is done with it' },
  gather: { mover: 'R', why: 'what follows in the ended generation can as well be done later' },
};
