/**
 * The records of a log: one for each atomic step of the tracer's core that the overlay watches. Every record is a byte that says
 * what it is and how many values follow, then the values as unsigned varints. Their order in the file is their order in time.
 */

/**
 * What each record holds. `m` is m.id; `gen` a generation; `flag` 1 while the M's flag (trace.writing, or the parity of trace.seqlock)
 * is up; `buf` a *traceBuf as its address divided by 4096, 0 for nil; `pos` traceBuf.pos in bytes; `need` the bytes that ensure() was
 * asked for. The names are in the order of their numbers: add new ones at the end.
 */
export const recordFields = {
  /** traceAcquireEnabled raised the flag. */
  acquireFlag: ['m', 'flag'],
  /** It loaded trace.gen. */
  acquireGen: ['m', 'gen'],
  /** The generation was 0, and the flag went down again. */
  acquireUndo: ['m', 'flag'],
  /** The flag was up already: `gen` is what the nested section uses, `reentered` what was counted with it. */
  acquireNested: ['m', 'gen', 'reentered'],
  /** traceRelease lowered the flag. */
  release: ['m', 'flag'],
  /** traceRelease of a nested section. */
  releaseNested: ['m', 'reentered'],
  /** writer() copied the pointer of the M's slot. */
  writer: ['m', 'gen', 'buf', 'pos'],
  /** ensure() found no room, or no buffer. */
  noRoom: ['m', 'gen', 'buf', 'pos', 'need'],
  /** refill holds trace.lock and is about to queue `buf`, if there is one, and to take another. */
  refill: ['m', 'gen', 'buf'],
  /** refill has written the header of the new buffer. */
  refilled: ['m', 'gen', 'buf', 'pos'],
  /** A buffer went to a writer of strings, stacks or the like, or to one of an experiment: not the stream of an M. */
  otherBuffer: ['buf'],
  /** event() has room for an event; no byte of it has been written. */
  event: ['m', 'gen', 'buf', 'pos', 'need'],
  /** end() stored the pointer back. */
  end: ['m', 'gen', 'buf', 'pos'],
  /** StartTrace set trace.enabled. */
  startEnable: [],
  /** StartTrace stored the first generation. */
  startPublish: ['gen'],
  /** traceAdvance stored the next generation. */
  advanceGen: ['gen'],
  /** traceAdvance stored shutdown and generation 0. */
  stopGen: ['gen'],
  /** traceAdvance cleared trace.enabled. */
  stopEnabled: [],
  /** traceAdvance linked these Ms, under sched.lock. A list: its length is the first value. */
  snapshot: ['ms'],
  /** traceAdvance saw that the flag of an M is down. */
  flagSeen: ['m'],
  /** traceAdvance is about to flush the slot of that M, under trace.lock. */
  advanceFlush: ['m', 'buf'],
  /** traceAdvance stored flushedGen. */
  flushedGen: ['gen'],
  /** traceAdvance got doneSema and holds trace.lock. */
  advanceDone: ['gen'],
  /** readTrace0 took a buffer. */
  readerTake: ['buf', 'gen', 'pos'],
  /** readTrace0 went on to a generation. */
  readerNext: ['gen'],
  /** readTrace0 saw the shutdown. */
  readerStop: [],
  /** traceThreadDestroy, called on M `by`, raised the flag of M `m`. */
  destroyFlag: ['m', 'by'],
  /** traceThreadDestroy is about to flush both slots, under trace.lock. */
  destroyFlush: ['m', 'buf', 'other'],
  /** traceThreadDestroy lowered the flag. */
  destroyDone: ['m', 'flag'],
  /**
   * Of the part statuses: an M did `step`, a number of {@link statusSteps}, with what the tracer keeps of a G or P, whose address divided by
   * 8 is `resource`. `value` is the answer, or the sequence number.
   */
  status: ['m', 'step', 'resource', 'gen', 'value'],
  /** Of the part transitions: what an M did, a number of {@link schedulerActs}, which says what the other values are. */
  scheduler: ['m', 'act', 'of', 'a', 'b', 'c'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** What is done with the status of a G or P, by number. */
export const statusSteps = [
  /** statusWasTraced loaded it: 1 where it was. */
  'seen',
  /** acquireStatus: 1 where it has stored that the status is traced now. */
  'acquire',
  /** readyNextGen has cleared what belongs to the generation after `gen`. */
  'ready',
  /** setStatusTraced stored. */
  'set',
  /** nextSeq has counted up to `value`. */
  'sequence',
  /** reset cleared the sequence numbers of a G that a new goroutine gets. */
  'reset',
] as const;
export type StatusStep = (typeof statusSteps)[number];

/** What the part transitions has records of, by number. A G or P is what `status` calls a resource. */
export const schedulerActs = [
  /** The status of the G `of` became `b`, and was `a`. `c` is the function that did it, counted from 1 in the header's `sites`. */
  'goroutine',
  /** The same of a P. */
  'proc',
  /** The P `of` has the id `a` and the status `b`. `c` is one more than the M that has it, 0 where none has. */
  'procHas',
  /**
   * An event of the number `of` is written, in the M's innermost section, while its goroutine is `c`, 0 for none. `a` is the G or P that the
   * event is about, and `b` its sequence number or status; of GoSyscallBegin, `a` is the number. Both are 0 where the event has none.
   */
  'told',
  /** A status is written by a writer without an M: `of` and the others as before, but `c` is the generation. */
  'toldOf',
  /**
   * Of a list of all Gs, which a log begins and ends with: the G `of` has the status `a`, the goroutine `b`, 0 for one that is dead, and runs
   * on the M before `c`, 0 where it does not run.
   */
  'goroutineHas',
  /** The list had `of` Gs. */
  'listed',
] as const;
export type SchedulerAct = (typeof schedulerActs)[number];

export type RecordKind = keyof typeof recordFields;

export const recordKinds = Object.keys(recordFields) as readonly RecordKind[];

/** The low bits of a record's first byte: how many values follow, or that a list does. */
export const LIST = 7;
const COUNT_BITS = 3;

/** The first byte of a record of that kind. Kinds begin at 1, so that no record begins with 0. */
export function codeOf(kind: RecordKind): number {
  const fields: readonly string[] = recordFields[kind];
  const isList = fields[0] === 'ms';
  return ((recordKinds.indexOf(kind) + 1) << COUNT_BITS) | (isList ? LIST : fields.length);
}
