/** Why no real thread can be made to take a step of a tree's programs at its turn. */
import { accessOf } from '../../model/index.ts';
import type { Instruction, Passage, Programs, ThreadKind } from '../../model/index.ts';

/** There are none for Go 1.23, whose sections do not nest. */
export const hasHooks = ({ own }: Programs): boolean =>
  own.list.some((one) => accessOf(one)?.place === 'm.trace.reentered');

/**
 * Whether an advance and a stop come to every P before they store. Since Go 1.26 they do, and an M keeps the generation of its outer section. The
 * programs of the core have the second alone.
 */
export const comesToPsFirst = ({ own }: Programs): boolean =>
  own.list.some((one) => accessOf(one)?.place === 'm.trace.entryGen');

export const noHooks = 'a tracer that drops nested sections is that of Go 1.23, for which there are no hooks';

export const startsItself = 'the program starts its trace by itself, before its threads do anything';

const lives = 'the threads of the program live from the first step to the last';
export const noDrain = 'a store waits in the buffer of its processor meanwhile, and each turn empties it';
export const noSuchStep = 'the tree has no such step';
export const twoPs = 'threads are kept from one P, the last one';
export const takenP = 'GOMAXPROCS takes the P of an M that has it, and that M is not made to let go of it';
export const twoCallers = 'the program has one goroutine that starts, advances and stops';
export const growsElsewhere = 'the program calls nothing there whose stack could grow';
export const hasRoom = 'a buffer that this growth has just got has room for more than one event';
export const otherCalls = 'a goroutine of the program writes a log or ends, and does nothing else';
export const tracedBefore =
  'an advance or a stop finds no running goroutine without a status: the one before has ended only once each P was at a safe point';
export const pastSafePoint =
  'an advance or a stop has come to each P at a safe point since the one before has ended, so that no section is open at both';
export const staleRead =
  'the M has taken a turn since the stop has cleared trace.enabled, and does not read the old value after that';
export const everyMWrote =
  'an advance or a stop that waits before its store has had every M write, so that the M has a buffer';

const ofThreads: Readonly<Partial<Record<ThreadKind, string>>> = {
  allocm: lives,
  signal: 'CPU profiling is off: a signal handler must not wait',
  scheduler: 'the reader is woken by whoever looks for work, and nobody is kept from it',
};

const snapshot =
  'StartTrace writes the memory snapshot in its own section, before the threads of the program have any';
const lostP = 'an M that has lost its P in a system call is not waited for';
const blocks = 'the program enters no system call that is known to block';

/** Functions that no thread of the program is made to run at its turn. */
const ofFunctions: Readonly<Record<string, string>> = {
  traceSnapshotMemory: snapshot,
  mcommoninit: lives,
  mexit: lives,
  exiting: lives,
  dropm: lives,
  traceThreadDestroy: lives,
  exitsyscall0: lostP,
  exitsyscallfast_pidle: lostP,
  exitsyscallNoP: lostP,
  entersyscallblock: blocks,
  entersyscallblock_handoff: blocks,
};

/**
 * Places of threads, of what their events go through, of Ps, and what the tracer keeps of the status of a goroutine. Others have no hook. The
 * status is its M's own while that writes, and an advance that looks at it later has waited for the flag of the M.
 */
const waited =
  /^(?:trace\.(?!reader$|reading)|own\.trace\.|m\.(?:trace\.|locks$|p$|p\[|oldp$|syscalltick$|curg(?:$|\.atomicstatus$))|g\.(?:trace\.|atomicstatus$)|noted|buf\.|p\.|allp)/;

export const otherPart = 'a step at which no hook waits';

/** null for an instruction that a thread can be made to wait for, or that is its own. */
export function whyNot({ kind, one }: Pick<Passage, 'kind' | 'one'>): string | null {
  const ofThread = ofThreads[kind];
  if (ofThread !== undefined) return ofThread;
  if (Object.hasOwn(ofFunctions, one.fn)) return ofFunctions[one.fn] ?? null;
  const place = placeOf(one);
  if (place === undefined || waited.test(place)) return null;
  if (place.startsWith('trace.')) return 'the reader is made to take a buffer, and to do nothing else';
  return /^(?:m\.(?:allm|freem|freeWait)|sched\.)/.test(place) ? lives : otherPart;
}

const placeOf = (one: Instruction): string | undefined => accessOf(one)?.place;

/** A step in which a load gives what was there before the last store. */
export const isStale = (action: string): boolean => / stale$/.test(action);

/** The memory system's own step: what has been stored arrives. */
export const isDrain = (action: string): boolean => action.startsWith('Drain');
