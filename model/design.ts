/**
 * A design: the few facts in which the tracers of different Go releases differ, and which decide what can go wrong.
 */

/** What an acquire does that finds its own M already inside a section. */
export type Reentry =
  /** Gives up: the event is not written (1.23, traceTryAcquire). */
  | 'drop'
  /** Counts itself in `reentered` and loads `trace.gen` again (the seed, 1.24, 1.25). */
  | 'reload'
  /** Counts itself in `reentered` and uses the generation of the outer section (1.26, `entryGen`). */
  | 'entryGen';

/** What the tracers of Go releases differ in, as far as the model follows them. */
export interface Design {
  /** Short name for the command line: `1.24`. */
  readonly name: string;
  /** One line for people. */
  readonly title: string;
  /** The flag that keeps traceAdvance out: a counter whose parity counts, or a boolean. */
  readonly lock: 'seqlock' | 'writing';
  readonly reentry: Reentry;
  /**
   * Functions on the write path ({@link writePath}) that are not nosplit: a stack may grow at their prologues.
   * Spelled `traceWriter.refill`, `traceNextGen`: receiver type without star, dot, name. Order is of no importance.
   */
  readonly splitPoints: readonly string[];
  /** Whether eventWriter holds one writer across the statuses and the event (the parent), or each is its own write. */
  readonly sharedWriter: boolean;
  /** Whether a caller that gets !ok undoes what the acquire counted (no release does; a candidate fix). */
  readonly notOkReleases: boolean;
  /**
   * When traceAdvance has the statuses of all Ps written: into the new generation, once it has begun (to 1.25), or into the
   * one that ends, before the next begins (1.26).
   */
  readonly procStatuses: 'afterBump' | 'beforeBump';
  /**
   * How a P in a system call is told, and so taken away. By its own status, _Psyscall, which a thief that is in a section
   * compares and swaps (to 1.25); or by that of its goroutine, whose scan bit a thief sets first, so that neither P nor goroutine
   * moves, and then begins its section (1.26).
   */
  readonly syscalls: 'procStatus' | 'scanBit';
  /** Whether a reader that waits is woken because tracing shuts down, though there is nothing for it to read (to 1.24). */
  readonly shutdownWakesReader: boolean;
  /** debugTraceReentrancy: writer() sets throwsplit, end() restores it, and a growth in between throws. */
  readonly debugThrowsplit: boolean;
}

/**
 * What decides the behaviour of a design: all that it says but its name and title, as a text that is the same for two designs that say
 * the same. The order of its facts and of its split points is of no importance.
 */
export function behaviourOf({ name: _name, title: _title, splitPoints, ...facts }: Design): string {
  return JSON.stringify([Object.entries(facts).sort(byKey), [...splitPoints].sort()]);
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

/** Where the prologue of a function of the write path lies; on the system stack, which never grows, no stack does. */
type PrologueSide = 'beforeWriter' | 'insideWriter' | 'systemStack';

/**
 * Go function → where its prologue lies, for every function that `traceLocker.writer`, `traceWriter.event`,
 * `traceWriter.end` and the status writers reach, in Go 1.23 to 1.26. A function that is called at several places
 * stands for the one where a growth does most harm.
 */
export const writePath: Readonly<Record<string, PrologueSide>> = {
  // The API above writer(). eventWriter is left before writer() is called, in every release.
  'traceLocker.eventWriter': 'beforeWriter',
  'traceLocker.rawEventWriter': 'beforeWriter',
  'traceLocker.emitUnblockStatus': 'beforeWriter',
  'traceEventWriter.event': 'beforeWriter',
  'traceLocker.writer': 'beforeWriter',
  'traceSchedResourceState.statusWasTraced': 'beforeWriter',
  // acquireStatus calls these two, but in writeProcStatusForP, which comes after a writer(), only on the system stack
  // (forEachP) or, up to 1.25, in StartTrace with the world stopped, where the compiler inlines both.
  'traceSchedResourceState.readyNextGen': 'beforeWriter',
  traceNextGen: 'beforeWriter',
  // Called on a traceWriter, hence after writer().
  'traceWriter.writeGoStatus': 'insideWriter',
  'traceWriter.writeProcStatus': 'insideWriter',
  'traceWriter.writeProcStatusForP': 'insideWriter',
  // Most callers have no writer() yet; writeProcStatusForP has one.
  'traceSchedResourceState.acquireStatus': 'insideWriter',
  goStatusToTraceGoStatus: 'insideWriter',
  emitUnblockStatus: 'insideWriter',
  'traceEventWriter.commit': 'insideWriter',
  'traceEventWriter.write': 'insideWriter',
  'traceWriter.event': 'insideWriter',
  'traceWriter.ensure': 'insideWriter',
  'traceBuf.available': 'insideWriter',
  'traceWriter.refill': 'insideWriter',
  traceClockNow: 'insideWriter',
  'traceBuf.byte': 'insideWriter',
  'traceBuf.varintReserve': 'insideWriter',
  'traceBuf.varint': 'insideWriter',
  'traceBuf.stringData': 'insideWriter',
  'traceEventWriter.end': 'insideWriter',
  'traceWriter.end': 'insideWriter',
  // flush and refill call these inside systemstack.
  traceBufFlush: 'systemStack',
  'traceBuf.varintAt': 'systemStack',
  'traceBufQueue.push': 'systemStack',
};

/** Whether the function lies between writer() and end(), where a stack that grows does harm. */
export const insideWriter = (name: string): boolean =>
  Object.hasOwn(writePath, name) && writePath[name] === 'insideWriter';
