import type { KnownReason } from './vocabulary.ts';

/**
 * Functions of the scheduler and of memory that are read besides the tracer's own: they change what the tracer records, or run
 * where it is re-entered. Every other function that opens a section or takes a writer is found by that.
 */
export const schedulerFunctions: ReadonlySet<string> = new Set(
  (
    'ready execute park_m goschedImpl gopreempt_m goyield_m preemptPark goexit1 goexit0 gdestroy gopark goready schedule dropg ' +
    'acquirep acquirepNoTrace wirep releasep releasepNoTrace handoffp startm stopm pidleput pidleget wakep mexit allocm ' +
    'needm needAndBindM dropm dropextram oneNewExtraM getExtraM putExtraM lockextra unlockextra mcommoninit mReserveID ' +
    'retake entersyscall reentersyscall entersyscallblock entersyscallHandleGCWait entersyscall_sysmon entersyscall_gcwait ' +
    'exitsyscall exitsyscallfast exitsyscallfast_reacquired exitsyscallfast_pidle exitsyscall0 exitsyscallNoP exitsyscallTryGetP ' +
    'syscallingThread.takeP syscallingThread.gcstopP syscallingThread.releaseP syscallingThread.resume setBlockOnExitSyscall ' +
    'findRunnable injectglist newproc newproc1 procresize forEachP forEachPInternal stopTheWorld stopTheWorldGC startTheWorld ' +
    'stopTheWorldWithSema startTheWorldWithSema coroswitch_m coroswitch corostart coroexit coroexit0 suspendG resumeG ' +
    'casgstatus castogscanstatus casfrom_Gscanstatus casGToWaiting casGToWaitingForSuspendG casGToPreemptScan casGFromPreempted ' +
    'stackalloc stackfree newstack copystack shrinkstack acquirem releasem canPreemptM malg gfput gfget'
  ).split(' '),
);

/** Of a tracer's function, why its statements are no part where no row of the vocabulary says so. */
export const reasonByFile: Readonly<Record<string, KnownReason>> = {
  'tracestack.go': 'tables',
  'tracestring.go': 'tables',
  'tracetype.go': 'tables',
  'tracemap.go': 'tables',
  'traceregion.go': 'memory',
  'tracetime.go': 'clock',
  'tracecpu.go': 'profile',
  'traceallocfree.go': 'content',
  'traceevent.go': 'content',
  'traceexp.go': 'experiments',
  'traceruntime.go': 'content',
  'tracestatus.go': 'content',
  'tracebuf.go': 'content',
};

/** A section or a writer is taken in such a text. */
export const opens =
  /\btrace(Try)?Acquire(Enabled)?\(|\.(writer|expWriter|eventWriter|rawEventWriter)\(|\bunsafeTrace(Exp)?Writer\(|\btrace(Writer|Locker|EventWriter)\{/;

/** Accesses of the tracer's shared state, wherever they stand. */
export const touchesTracer =
  /\btrace\.(gen|enabled|shutdown|full|empty|reading|flushedGen|readerGen|workAvailable|doneSema)\b|\.trace\.(seqlock|writing|reentered|entryGen|buf|link|statusTraced|seq|readyNextGen|setStatusTraced)\b|\btraceAdvanceSema\b/;
