/**
 * What counts as a step of the protocol, by the places and calls that a statement touches; and why the others are no part.
 * The table is read by people: each row says what it is about.
 */

/** A part of the model that a row is about. */
export type Part =
  'core' | 'write path' | 'reader' | 'threads' | 'statuses' | 'Ps' | 'stacks' | 'scheduling' | 'lock';

export interface Row {
  readonly touches: RegExp;
  readonly part: Part;
  readonly why: string;
}

/** Places and primitives of the tracer itself. The texts are those of `statement.ts`: no spaces, locals as `$…`. */
export const tracerRows: readonly Row[] = [
  row(/\btrace\.(gen|enabled|shutdown|lastNonZeroGen)\b/, 'core', 'generation and switches of the tracer'),
  row(
    /\btrace\.(reader|readerGen|flushedGen|workAvailable|reading|doneSema)\b/,
    'reader',
    'what reader and advancer tell each other',
  ),
  row(/\btrace\.(full|empty)\b|\.(head|tail|link)\b|\.(push|pop|empty)\(/, 'core', 'queues of buffers'),
  row(/trace\.exitingSyscall\b/, 'core', 'StartTrace waits for those who leave system calls'),
  row(/\.trace\.(seqlock|writing|reentered|entryGen|buf|link)\b/, 'core', 'what an M has for its sections'),
  row(
    /\b(statusTraced|seq)\b|\.(readyNextGen|statusWasTraced|acquireStatus|setStatusTraced|nextSeq)\(/,
    'statuses',
    'who has had a status in which generation',
  ),
  row(
    /\btrace(AdvanceSema|ShutdownSema)\b|\bworldsema\b|\b(stop|start)TheWorld/,
    'lock',
    'who may start, advance, stop',
  ),
  row(
    /\b(un)?lock(WithRank)?\(&(trace|sched)\.lock\b|\b(un)?lock\(&sched\.sysmonlock\b/,
    'lock',
    'critical sections',
  ),
  row(/\b(acquirem|releasem)\(|\.locks\b/, 'lock', 'no preemption between'),
  row(
    /\b(traceAcquire\w*|traceTryAcquire\w*|traceRelease|traceEnabled|traceShuttingDown)\(|\btraceLocker\{/,
    'core',
    'sections',
  ),
  row(
    /\b(writer|expWriter|unsafeTraceWriter|unsafeTraceExpWriter|ensure|refill|flush|traceBufFlush|event|end|eventWriter|rawEventWriter|commit|write)\(|\btraceWriter\{|\btraceEventWriter\{/,
    'write path',
    'a buffer is taken, filled, stored back',
  ),
  row(
    /\.(traceBuf|tl|mp)\b|\$receiver0\.traceBuf|\.(pos|arr|lastTime|gen)\b|\.(varint|varintAt|varintReserve|byte|stringData|available)\(|throwsplit/,
    'write path',
    'the buffer in hand',
  ),
  row(
    /\b(allm|allp)\b|\bfreem\b|\balllink\b|\bfreelink\b|traceThreadDestroy\(/,
    'threads',
    'lists of Ms and Ps',
  ),
  row(
    /\b(suspendG|resumeG|forEachP\w*|forEachGRace|forEachG|casGTo\w+|casgstatus|readgstatus|casGFrom\w+)\(/,
    'statuses',
    'statuses are read and set',
  ),
  row(
    /\b_[GP](idle|runnable|running|syscall|waiting|dead\w*|copystack|preempted|leaked|gcstop|scan\w*)\b|\bGo(Runnable|Running|Syscall|Waiting|Undetermined|Bad)\b|\bProc(Running|Idle|Syscall|SyscallAbandoned|Bad)\b/,
    'statuses',
    'statuses in events',
  ),
  row(
    /\b(writeGoStatus|writeProcStatus\w*|emitUnblockStatus|goStatusToTraceGoStatus)\(/,
    'statuses',
    'statuses in events',
  ),
  row(
    /\b(traceNextGen|traceSnapshotMemory|traceCPUFlush|traceReadCPU|readTrace0|traceReader\w*|traceAdvance\w*|ReadTrace|StartTrace|StopTrace)\b/,
    'core',
    'parts of start, advance, stop and reading',
  ),
  row(/\bgopark\w*\(|\bgoready\(|\bosyield\(|\bGosched\(/, 'scheduling', 'waits, and who is woken'),
  row(/\b(signalLock|cpuLogWrite|cpuLogRead|cpuSleep)\b/, 'core', 'samples, and who may write one'),
  row(/\bsystemstack\(/, 'stacks', 'code that never grows a stack'),
  row(
    /\b(Gomaxprocs|ProcStart|ProcStop|ProcSteal|GCActive|STWStart|STWDone|GoCreate|GoStart|GoEnd|GoStop|GoPark|GoUnpark|GoSwitch|GoSysCall|GoSysExit|GoCreateSyscall|GoDestroySyscall|GoSched|GoPreempt|SpanAlloc|SpanFree|SpanExists|HeapObject\w+|GoroutineStack\w+|GC\w+|HeapAlloc|HeapGoal)\(/,
    'core',
    'an event is written',
  ),
];

/** What is kept of the scheduler's functions, and of every other function with a section: all else is no part there. */
export const schedulerRows: readonly Row[] = [
  row(
    /\btrace(Acquire|TryAcquire)\w*\(|\btraceRelease\(|\btraceLocker\b|\btrace(Enabled|ShuttingDown|AllocFreeEnabled)\(|\.ok\(\)/,
    'core',
    'sections',
  ),
  row(
    /\b(Gomaxprocs|ProcStart|ProcStop|ProcSteal|GCActive|GCStart|GCDone|STWStart|STWDone|GCSweep\w+|GCMarkAssist\w+|GoCreate|GoStart|GoEnd|GoStop|GoPark|GoUnpark|GoSwitch|GoSysCall|GoSysExit|GoCreateSyscall|GoDestroySyscall|GoSched|GoPreempt|SpanAlloc|SpanFree|SpanExists|HeapObject(Alloc|Free|Exists)|GoroutineStack\w+|HeapAlloc|HeapGoal)\(/,
    'core',
    'an event is written',
  ),
  row(
    /\.trace\.|\btrace(Reader|ThreadDestroy|Advancer|CPUSample|ExitingSyscall|ExitedSyscall|Advance|SyncBatch)\w*\b|\btrace\.\w/,
    'core',
    'the tracer itself',
  ),
  row(
    /\bcas[gfGt]\w*\(|\breadgstatus\(|\batomicstatus\b|\.status\b|\b_[GP](idle|runnable|running|syscall|waiting|dead\w*|copystack|preempted|leaked|gcstop|scan\w*)\b|\.goid\b|\bwaitreason\b/,
    'statuses',
    'statuses of goroutines and Ps',
  ),
  row(
    /\b(acquirep|wirep|releasep)\w*\(|\b(handoffp|pidleput|pidleget\w*|startm|stopm|stoplockedm|mPark|takep|retake|procresize|newm\w*|mspinning)\(|\.(oldp|nextp|syscalltick|curg|lockedm|lockedg|p)\b\.?|\bset[GM]NoWB\(|\bdropg\(|\bsyscallingThread\b|\bsetBlockOnExitSyscall\w*|\.(m|mcount)=/,
    'Ps',
    'who has which P and goroutine',
  ),
  row(
    /\ballm\b|\bfreem\b|\balllink\b|\bfreelink\b|\ballp\b|\ballgadd\(|\b(mput|mget|gfput|gfget|lockextra|unlockextra|getExtraM|putExtraM|mReserveID|freezetheworld|freeWait)\b|\bnextwaitm\b/,
    'threads',
    'lists of Ms, Gs and Ps',
  ),
  row(
    /\bstack(alloc|free|cache\w*|poolalloc|poolfree)\(|\b(newstack|copystack|adjustframe|shrinkstack|malg)\(|throwsplit|stackguard\d|\.stack\b/,
    'stacks',
    'stacks come, go and grow',
  ),
  row(/\.locks\b|\b(acquirem|releasem)\(|\bpreemptoff\b|canPreemptM\(/, 'lock', 'no preemption between'),
  row(
    /\b(mcall|systemstack|gogo|schedule|execute|gopark\w*|goready|ready|goschedImpl|goexit0|goexit1|gdestroy|park_m|goyield_m|runqput\w*|globrunqput\w*|globrunqget\w*|runqget|runqsteal|stealWork|injectglist|netpoll|findRunnable\w*|wakep|gopreempt_m|preemptPark|mstart\w*|coroswitch\w*|reentersyscall|entersyscall\w*|exitsyscall\w*)\(/,
    'scheduling',
    'who runs next, and where',
  ),
  row(
    /\b(stopTheWorld|startTheWorld|forEachP)\w*\(|\b(suspendG|resumeG|preemptall|preemptone)\(|\b(un)?lock\(&(sched\.lock|sched\.sysmonlock|trace\.lock)\)|\bsched\.(gcwaiting|stopwait|safePoint\w*|stopnote)\b|\brunSafePointFn\b|\b(gcwaiting|worldsema|gomaxprocs)\b/,
    'Ps',
    'the world stops, or each P is visited',
  ),
];

function row(touches: RegExp, part: Part, why: string): Row {
  return { touches, part, why };
}

/** Reasons of `statement.ts`: true in every tree. */
export const freeReasons = {
  throws: 'a check that only prints or ends the program: the model has its own checks',
  constant: 'under a constant that is false in this tree',
  ranks: 'order of locks, liveness of values: nothing happens',
  unread: 'sets a local that nothing of the protocol reads',
  unreached: 'is below a jump, and never runs',
  outside:
    'touches no section, status, P, list of threads, stack or lock, nor a value that decides about one',
} as const;

/** Reasons that hold of statements as the known releases have them; there, a change is unknown and refused. */
export const knownReasons = {
  content:
    'what an event says: the events of the model have a generation, a kind and a sequence number, and no arguments',
  tables: 'strings, stacks and types, which are complete when their generation is: the model has no tables',
  clock: 'time stamps and the frequency of the clock: the model has an order instead',
  memory: 'where memory comes from and goes to',
  profile: "what a CPU profile's samples say, and how they get into the trace",
  sweep: 'numbers that are counted for an event',
  settings: 'GODEBUG settings, which a trace switches on and off',
  header: 'what is written once at the head of a trace or of a generation, without a buffer',
  daemon: 'the goroutine that calls traceAdvance once a second: the model advances at any time',
  task: "a user's annotations: the section is the caller's, and the model opens one anywhere",
  experiments: 'one buffer for each experiment: the model has one kind of buffer',
  declaration: 'declares a type or a constant for the statements below',
} as const;

export type KnownReason = keyof typeof knownReasons;

/** Of tracer's statements that are no steps, why: the first row that matches. */
export const knownReasonRows: readonly (readonly [RegExp, KnownReason])[] = [
  [/^type |^\$\w+=(true|false|\d+)$/, 'declaration'],
  [/traceClock|\bnanotime\(|\bcputicks\(|\bfrequency\b|\bwalltime\(|ticksPerSecond|osHasLowRes/, 'clock'],
  [/\b(sysAlloc|sysFree|persistentalloc|memclr\w*|memstats)\b/, 'memory'],
  [/\bdebug\.|\btrace\.(debugMalloc|enabledWithAllocFree)/, 'settings'],
  [/headerWritten|endOfGenerationWritten/, 'header'],
  [/inSweep|maySweep|swept|reclaimed/, 'sweep'],
  [/cpuLog|cpuBuf|profBuf|Profile|cpuprof/, 'profile'],
  [/traceAdvancer|wakeableSleep|\bgo func#/, 'daemon'],
  [
    /stringTab|stackTab|typeTab|\bstackID\b|traceStack\(|traceRegister\w+|uniqueString|\.string\(|\.rtype\(/,
    'tables',
  ],
  [/\bexp(eriment)?\b|NumExperiments|EvExperimental/, 'experiments'],
  [/^for .*range|^if |^return|^\$|^var |^for/, 'content'],
];
