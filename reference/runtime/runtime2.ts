/**
 * Gs, Ms and Ps as far as the tracer knows them, and the tracer's own variables. Source: runtime/runtime2.go (g, m, p),
 * runtime/traceruntime.go (gTraceState, mTraceState, pTraceState), runtime/trace.go (trace).
 */
import type { Design } from '../design.ts';
import type { GoType, MSpan, Unswept } from './mheap.ts';
import { MTraceState } from './mtracestate.ts';
import type { Store } from './mtracestate.ts';
import type { CPUSample, LoggedEvent, UntracedG } from './records.ts';
import type { Frame } from './symtab.ts';
import { TraceBufQueue, traceBufBytes } from './tracebuf.ts';
import type { TraceBuf } from './tracebuf.ts';
import { TraceMap } from './tracemap.ts';

/**
 * A function of a thread: it stops at `yield`, before each atomic step, and goes on when one has been taken. A goroutine may
 * also yield what its thread is to do on the system stack without it; it goes on when a thread runs it again.
 */
export type Steps<T> = Generator<MCall | undefined, T, undefined>;

/**
 * What a thread does after a goroutine has left it: it answers the goroutine to run next, or null where it has to look for
 * one. Go: mcall, runtime/stubs.go.
 */
export type MCall = (mp: M, gp: G) => Steps<G | null>;

/** One atomic step that a thread could take next. */
export interface Offer {
  readonly mp: M;
  /** The Go function that the thread is in and, where that has more than one step, what it is about to touch or to wait for. */
  readonly step: string;
  /** The M that the step is about; for most steps that of the thread itself. */
  readonly m: number;
  /** 0 for the M's outer section, 1 for one inside it; 0 where it means nothing. */
  readonly depth: number;
  /** The goroutine or P that it is about, where one of several can be taken. */
  readonly about?: number;
  /** Whether it can be taken now; left out: it always can. */
  readonly isEnabled?: () => boolean;
}

/** Shared by Gs and Ps. Go: traceSchedResourceState. */
export class ResourceState {
  /** By gen%3: the one that ends is still asked while the next one is cleared. */
  readonly statusTraced: [number, number, number] = [0, 0, 0];
  /** By gen%2. */
  readonly seq: [number, number] = [0, 0];

  /** Of a goroutine that begins anew; statusTraced is looked after elsewhere. Go: gTraceState.reset. */
  reset(): void {
    this.seq.fill(0);
  }

  /** The next number of an event that must not be read out of order. Go: traceSchedResourceState.nextSeq. */
  nextSeq(gen: number): number {
    return ++this.seq[gen % 2 === 0 ? 0 : 1];
  }
}

export type GStatus =
  'idle' | 'runnable' | 'running' | 'syscall' | 'waiting' | 'dead' | 'copystack' | 'preempted';

export class G {
  goid: number;
  readonly trace: ResourceState = new ResourceState();
  status: GStatus = 'idle';
  /** Whether somebody keeps it in the status that it has. Go: _Gscan. */
  scan = false;
  waitreason = '';
  m: M | null = null;
  /** The thread that it must run on, and no other. Go: lockedm. */
  lockedm: M | null = null;
  /** What it runs. */
  code: Steps<void> | null = null;
  throwsplit = false;
  inMarkAssist = false;
  /** Whether it is in a system call. Go: g.syscallsp, which is 0 where it is not. */
  syscallsp = false;
  /** The innermost call, as traces show it. */
  frame: Frame | null = null;
  /** The stack: where it begins, and its size in bytes, a power of two. */
  stackBase = 0;
  stackBytes = 2048;
  /** Bytes of it that the goroutine's own frames take. */
  stackUsed = 0;

  constructor(goid: number) {
    this.goid = goid;
  }
}

/** `syscall` is up to 1.25; later a P in a system call runs, for only its goroutine tells. */
export type PStatus = 'idle' | 'running' | 'syscall' | 'gcstop' | 'dead';

export class P {
  readonly id: number;
  readonly trace: ResourceState = new ResourceState();
  status: PStatus = 'idle';
  m: M | null = null;
  readonly runq: G[] = [];
  /** Counts the system calls that ended or lost the P. */
  syscalltick = 0;
  /** What the thread that has the P is to run at its next safe point. */
  runSafePointFn: SafePointFn | null = null;
  /** pTraceState: the M that had the P when its system call began, or none. */
  mSyscallID = -1;
  /** pTraceState: a sweep may be traced, has been traced; bytes of the current loop. */
  maySweep = false;
  inSweep = false;
  swept = 0;
  reclaimed = 0;
  /** Index of the label of the mark worker that runs here; 0 is no worker. */
  gcMarkWorkerMode = 0;

  constructor(id: number) {
    this.id = id;
  }
}

/** Go: the argument of forEachP, runtime/proc.go. The thread that runs it owns the P. */
export type SafePointFn = (mp: M, pp: P) => Steps<void>;

/** The scheduler's variables. Go: schedt. */
export class Schedt {
  readonly runq: G[] = [];
  readonly pidle: P[] = [];
  readonly midle: M[] = [];
  /** Ms for threads that Go did not make, as long as none has borrowed them. Go: extraM. */
  readonly extraMs: M[] = [];
  /** Goroutines that are dead, and can begin anew. Go: sched.gFree, and p.gFree. */
  readonly gFree: G[] = [];
  /** Who has sched.lock, if it is kept beyond one step. */
  lock: M | null = null;
  /** A stop of the world has been asked for, or goes on. */
  gcwaiting = false;
  /** How many threads there have been. Go: schedt.mnext. */
  mnext = 0;
  /** How often the world has been stopped: it tells one stop from the next. */
  stops = 0;
  /** Held by whoever stops the world, or keeps it from being stopped. Go: worldsema. */
  worldsema = false;
  /** Goroutines that wait for something that nobody tells them about; whoever looks for work asks. Go: netpoll, timers. */
  readonly polled: { readonly gp: G; readonly isReady: () => boolean }[] = [];
  goidgen = 0;
}

/** The collector's variables, as far as events tell of them. Go: work, runtime/mgc.go. */
export class Collector {
  /** Whether a cycle is about to begin, or goes on. */
  isBusy = false;
  /** Units of marking that are left. */
  work = 0;
  /** Goroutines that mark, while they wait. */
  readonly workers: G[] = [];
  /** Spans that nobody has swept yet. */
  unswept: Unswept[] = [];
  /** How many spans have been allocated, how many have pages of their own, and the pages of those that have been freed. */
  spans = 0;
  heapSpans = 0;
  readonly freePages: number[] = [];
  /** Bytes allocated. */
  heapLive = 0;
}

/**
 * A thread, and the coroutine that it runs. What onlookers see of it (`offers`, `lockers`) is here because in this reference
 * the code of a thread is suspended in the middle, and its local variables must be looked at.
 */
export class M {
  readonly rt: Runtime;
  readonly id: number;
  /** The operating system's name of it, which is what traces call M. */
  readonly procid: number;
  readonly trace: MTraceState = new MTraceState();
  curg: G | null = null;
  p: P | null = null;
  /** The P that it wakes up with, the one that its system call began with, and how often that had changed hands. */
  nextp: P | null = null;
  oldp: P | null = null;
  syscalltick = 0;
  locks = 0;
  /** Whether the code that runs now is on the system stack, which never grows. */
  onG0 = false;
  /** What newstack is at. */
  growing: 'no' | 'alloc' | 'free' = 'no';

  /** traceAdvance's own variables, while the thread is in it: the generation that ends, the Ms left to flush, the one to flush now. */
  advance: { readonly gen: number; readonly toFlush: Set<M>; target: M | null } | null = null;
  /** traceAdvance's list of goroutines that have done nothing in the generation that ends. */
  untraced: UntracedG<G>[] = [];
  /** readTrace0's own variables, before its release of doneSema: the generation that has been read, and whether it is the last. */
  reads: { readonly gen: number; readonly stops: boolean } | null = null;
  /** traceCPUSample's own variables, in a handler that this coroutine runs: its generation, and whether it has raised the flag. */
  sample: { readonly gen: number; readonly locked: boolean } | null = null;
  /** A signal handler has interrupted the thread, whose own code goes on when the handler is done. */
  inSignal = false;
  /** The sections that are open or being opened, the outermost first. */
  readonly lockers: TraceLocker[] = [];
  /** The steps that the suspended coroutine may go on with, and the one that was taken last. */
  offers: readonly Offer[] = [];
  taken: Offer | null = null;
  code: Steps<void> | null = null;
  /** What it has stored and others do not find yet, the oldest first. */
  readonly stores: Store[] = [];
  /** Its thread has begun to exit, and has not come to its end. Go: m.freeWait, which is freeMWait. */
  freeWait = false;
  /** Runs on without asking: through so many steps, or until the step of that name has been taken. */
  quantum = 0;
  until = '';
  /** A prologue that is not nosplit lies between the last step and the next. */
  mayGrow = false;
  /** What the runtime threw on this thread. */
  thrown = '';

  constructor(rt: Runtime, id: number, procid: number = id) {
    this.rt = rt;
    this.id = id;
    this.procid = procid;
  }
}

/** An M that writes. The generation is 0 where it is not ok. Go: traceLocker; a traceWriter keeps its pointer in `traceBuf`. */
export class TraceLocker {
  readonly mp: M;
  gen = 0;
  /** The step that the section's code stands before: for onlookers. */
  at = '';
  /** traceWriter.traceBuf: the section's own copy of the pointer, which can go stale. */
  traceBuf: TraceBuf | null = null;
  /** Whether that copy is held: between writer() and end(). */
  writes = false;
  /** Whether a stack growth opened it: for onlookers. */
  readonly inGrowth: boolean;

  constructor(mp: M) {
    this.mp = mp;
    this.inGrowth = mp.growing !== 'no';
  }
}

/** The tracer's variables. Go: the struct `trace`. */
export class Trace {
  gen = 0;
  /** Generations that have been stored and that nobody finds yet. */
  readonly waitingGen: number[] = [];
  lastNonZeroGen = 0;
  /** How many events with a time have been written, in all: for onlookers. */
  events = 0;
  enabled = false;
  enabledWithAllocFree = false;
  shutdown = false;
  readerGen = 0;
  flushedGen = 0;
  headerWritten = false;
  /** Whether the reader has marked the end of its generation (1.26). */
  generationEnded = false;
  workAvailable = false;
  reading: TraceBuf | null = null;
  /** The thread of the reader, while it waits. Go: trace.reader, its goroutine. */
  reader: M | null = null;
  empty: TraceBuf | null = null;
  readonly full: readonly [TraceBufQueue, TraceBufQueue] = [new TraceBufQueue(), new TraceBufQueue()];
  readonly doneSema: [boolean, boolean] = [false, false];
  /** traceAdvanceSema, held from the begin of StartTrace or traceAdvance to its end. */
  advancing = false;
  /** System calls whose end is about to write: StartTrace waits for them. */
  exitingSyscall = 0;
  seqGC = 1;
  minPageHeapAddr = 0;
  /** By gen%2, as all that follows. */
  readonly stackTab: readonly [TraceMap<Frame>, TraceMap<Frame>] = [new TraceMap(), new TraceMap()];
  readonly typeTab: readonly [TraceMap<GoType>, TraceMap<GoType>] = [new TraceMap(), new TraceMap()];
  readonly stringTab: readonly [TraceMap<string>, TraceMap<string>] = [new TraceMap(), new TraceMap()];
  /** The strings that have been written, in a batch that is not full. */
  readonly stringBuf: [TraceBuf | null, TraceBuf | null] = [null, null];
  /** Samples that have not been read yet. Go: cpuLogWrite and cpuLogRead, which are one buffer. */
  readonly cpuLog: readonly [CPUSample[], CPUSample[]] = [[], []];
  readonly cpuBuf: [TraceBuf | null, TraceBuf | null] = [null, null];
  /** Numbers of strings: why a worker marks, why a goroutine stopped, what it waits for. */
  readonly markWorkerLabels: [readonly number[], readonly number[]] = [[], []];
  readonly goStopReasons: [readonly number[], readonly number[]] = [[], []];
  readonly goBlockReasons: [readonly number[], readonly number[]] = [[], []];
}

/** What the tracer needs of the scheduler. The thread that calls runs a goroutine, and has the same one afterwards. */
export interface Sched {
  /** Takes the semaphore that whoever stops the world holds, and gives it back. Go: worldsema. */
  semacquire(mp: M): Steps<void>;
  semrelease(mp: M): void;
  /** With that semaphore; nothing of it is traced. Go: stopTheWorld. */
  stopTheWorld(mp: M, reason: string): Steps<void>;
  /** Writes STWEnd. Go: startTheWorld. */
  startTheWorld(mp: M): Steps<void>;
  /** Runs a function for each P where it cannot change: on its own thread, or here where it is idle. Go: forEachP. */
  forEachP(mp: M, each: (mp: M, pp: P) => Steps<void>): Steps<void>;
  /** Holds a goroutine where it is; false where it is dead. Go: suspendG, resumeG. */
  suspendG(mp: M, gp: G): Steps<boolean>;
  resumeG(mp: M, gp: G): void;
}

/** A call that is a step of that name. */
export interface Call {
  readonly step: string;
  readonly must: boolean;
  readonly code: (mp: M) => Steps<void>;
}

/** What a run is made of. */
export interface RuntimeOptions {
  readonly design: Design;
  /** Bytes of a trace buffer; Go's {@link traceBufBytes} where left out. */
  readonly bufBytes?: number;
  /** The trace clock, in units of 64 ns. Left out: every reading is one more than the last. */
  readonly clock?: () => number;
  /** The scheduler. Left out: StartTrace and traceAdvance write no events of their own. */
  readonly sched?: Sched;
  /** GODEBUG=traceallocfree: whether spans, heap objects and stacks are traced. Left out: they are. */
  readonly traceallocfree?: boolean;
  /** Whether a thread that is outside waits until it sees tracing on, instead of going on without it. */
  readonly waitsForTracing?: boolean;
  /** The Ms, where lists have no order: the reader may take the first buffer of any, and allocm do away with any one of freem. */
  readonly anyOrder?: () => readonly M[];
  /** Steps to stop before, of those that are else taken with the one before them. */
  readonly stopsAt?: ReadonlySet<string>;
  /** Whether only Ms write: no frequency, no tables, no samples. */
  readonly withoutTables?: boolean;
  /** How many stores of a thread can wait before others find them (machine/tso.ts). Left out, or 0: none does. */
  readonly storesWait?: number;
  /** debugTraceReentrancy: writer() sets throwsplit, end() restores it. */
  readonly debugTraceReentrancy?: boolean;
  /** Takes each event as it becomes complete. */
  readonly log?: (event: LoggedEvent) => void;
  /** newstack: what a growth does. It is an option because this file knows nothing of what it calls. */
  readonly newstack: (mp: M) => Steps<void>;
  /** Whether the M's goroutine has no room for what comes before a step: then the growth is the only way on. */
  readonly mustGrow?: (mp: M, step: string) => boolean;
  /** Parks a goroutine until something holds; left out: its thread waits. */
  readonly sleepUntil?: (gp: G, isReady: () => boolean) => Steps<void>;
  /** A function that the thread may call before a step, or has to. */
  readonly mayCall?: (mp: M, step: string) => Call | null;
  /** What a look at the scheduler finds that only says what to try next. Left out: what is so. */
  readonly finds?: (isSo: boolean) => boolean;
  /** What StartTrace writes before it returns, where there is no scheduler. Left out: nothing. */
  readonly startSection?: (mp: M) => Steps<void>;
  /** Whether a growth is offered beside the next step. */
  readonly mayGrow?: (mp: M) => boolean;
}

/** One process: its threads, its goroutines, and one tracer. */
export class Runtime {
  readonly design: Design;
  readonly options: RuntimeOptions;
  readonly bufBytes: number;
  readonly trace: Trace = new Trace();
  readonly schedt: Schedt = new Schedt();
  readonly gc: Collector = new Collector();
  /** Threads that can hold buffers; a dead one moves to `freem`. Go: allm, sched.freem. */
  readonly allm: M[] = [];
  readonly freem: M[] = [];
  readonly allp: P[] = [];
  readonly allg: G[] = [];
  readonly allspans: MSpan[] = [];
  gomaxprocs = 0;
  /** Go: lastTaskID, runtime/trace/annotation.go. */
  lastTaskID = 0;
  gcphase: 'off' | 'mark' | 'marktermination' = 'off';
  /** Bytes. Go: gcController.heapGoal. */
  heapGoal = 4 << 20;
  /** All coroutines, in the order in which they were made. */
  readonly threads: M[] = [];
  /** Go's names of the functions that are not nosplit here. */
  readonly split: ReadonlySet<string>;
  /** The last reading of the clock. */
  now = 0;
  private nextStack = 0;

  constructor(options: RuntimeOptions) {
    this.design = options.design;
    this.options = options;
    this.bufBytes = options.bufBytes ?? traceBufBytes;
    this.split = new Set(options.design.split);
  }

  /** The address of a fresh stack. No address is given twice, so that an event of a stack names it for good. */
  stackalloc(bytes: number): number {
    const base = this.nextStack;
    this.nextStack += bytes;
    return base;
  }

  /** Go: traceClockNow. */
  clock(): number {
    this.now = this.options.clock === undefined ? this.now + 1 : this.options.clock();
    return this.now;
  }
}
