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

/**
 * Where a growth at the prologue of a function meets the write path. The last five lie between `writer()` and `end()`.
 */
export type SplitStep =
  /** On the system stack, which never grows. */
  | 'systemStack'
  /** The section is open, but no buffer pointer has been copied: a nested section finds nothing half done. */
  | 'beforeWriter'
  /** writer() has copied the M's buffer pointer; room has not been checked. */
  | 'event'
  /** ensure() found no room, or no buffer; nothing has been queued. */
  | 'refill'
  /** There is room; no byte of the event has been written. */
  | 'firstUnit'
  /** The event is half written. */
  | 'secondUnit'
  /** The event is complete; the buffer pointer has not been stored back. */
  | 'end';

/**
 * Go function → where its prologue lies, for every function that `traceLocker.writer`, `traceWriter.event`,
 * `traceWriter.end` and the status writers reach, in Go 1.23 to 1.26. A function that is called at several places
 * stands for the one where a growth does most harm.
 */
export const writePath: Readonly<Record<string, SplitStep>> = {
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
  'traceWriter.writeGoStatus': 'event',
  'traceWriter.writeProcStatus': 'event',
  'traceWriter.writeProcStatusForP': 'event',
  // Most callers have no writer() yet; writeProcStatusForP has one.
  'traceSchedResourceState.acquireStatus': 'event',
  goStatusToTraceGoStatus: 'event',
  emitUnblockStatus: 'event',
  'traceEventWriter.commit': 'event',
  'traceEventWriter.write': 'event',
  'traceWriter.event': 'event',
  'traceWriter.ensure': 'event',
  'traceBuf.available': 'event',
  'traceWriter.refill': 'refill',
  // Called before the first byte of an event, and in refill on the fresh buffer: the M's slot is out of date in both.
  traceClockNow: 'firstUnit',
  'traceBuf.byte': 'firstUnit',
  'traceBuf.varintReserve': 'firstUnit',
  'traceBuf.varint': 'secondUnit',
  'traceBuf.stringData': 'secondUnit',
  'traceEventWriter.end': 'end',
  'traceWriter.end': 'end',
  // flush and refill call these inside systemstack.
  traceBufFlush: 'systemStack',
  'traceBuf.varintAt': 'systemStack',
  'traceBufQueue.push': 'systemStack',
};

/** Whether the function lies between writer() and end(), where a stack that grows does harm. */
export function insideWriter(name: string): boolean {
  const step = Object.hasOwn(writePath, name) ? writePath[name] : undefined;
  return step !== undefined && step !== 'systemStack' && step !== 'beforeWriter';
}

/**
 * The places of the write path where the design's stacks may grow.
 * Throws a RangeError for a split point that {@link writePath} does not know.
 */
export function splitSteps(design: Design): ReadonlySet<SplitStep> {
  const steps = new Set<SplitStep>(['beforeWriter']);
  for (const name of design.splitPoints) {
    const step = Object.hasOwn(writePath, name) ? writePath[name] : undefined;
    if (step === undefined) {
      throw new RangeError(
        `design ${design.name}: split point '${name}' is not a function of the write path; ` +
          `place it in writePath (model/design.ts) before checking this design`,
      );
    }
    if (step !== 'systemStack') steps.add(step);
  }
  // A writer held across the whole call is there while the event's arguments are evaluated; stack() alone has a frame
  // of a kilobyte.
  if (design.sharedWriter) steps.add('event');
  return steps;
}
