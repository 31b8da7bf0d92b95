/** The executable tracer. */
export { alike, designNamed, designs } from './design.ts';
export type { Design } from './design.ts';
export { choose, enabled, start, take, wait } from './machine/step.ts';
export { storeArrives, storesArrive } from './machine/tso.ts';
export { G, M, P, Runtime } from './runtime/runtime2.ts';
export type { GoType, MSpan } from './runtime/mheap.ts';
export type {
  Call,
  Offer,
  GStatus,
  PStatus,
  RuntimeOptions,
  Sched,
  Steps,
  TraceLocker,
} from './runtime/runtime2.ts';
export type { LoggedEvent } from './runtime/records.ts';
export type { TraceBuf } from './runtime/tracebuf.ts';
export { newstack } from './runtime/stack.ts';
export {
  beforeBump,
  fromBump,
  mayStart,
  startTrace,
  stopTrace,
  traceAdvance,
} from './runtime/traceadvance.ts';
export { eventWriter, traceEvent } from './runtime/traceevent.ts';
export { findsReader, readTrace, traceReader } from './runtime/tracereader.ts';
export {
  isOk,
  isSeenWriting,
  isWriting,
  traceAcquire,
  traceRelease,
  traceThreadDestroy,
} from './runtime/traceruntime.ts';
export { callFrame, pcOf } from './runtime/symtab.ts';
export {
  heapObjectAlloc,
  heapObjectFree,
  spanAlloc,
  spanFree,
  traceSnapshotMemory,
} from './runtime/traceallocfree.ts';
export { dropm, freeDead, mcommoninit, mexit, needm } from './runtime/proc/threads.ts';
export { statusWasTraced } from './runtime/tracestatus.ts';
export { procresize } from './runtime/proc/procs.ts';
export { malg, newproc } from './runtime/proc/goroutine.ts';
export type { GoFunc } from './runtime/proc/goroutine.ts';
export { acquirep, releasep } from './runtime/proc/acquire.ts';
export { execute, gogo, gopark, goready, handoffp, mOf } from './runtime/proc/schedule.ts';
export {
  exitsyscall,
  exitsyscall0,
  exitsyscallSwapped,
  reentersyscall,
  reentersyscallSwapped,
} from './runtime/proc/syscall.ts';
export { retake } from './runtime/proc/retake.ts';
export { sched } from './runtime/proc/sched.ts';
export { traceCPUSample } from './runtime/tracecpu.ts';
export {
  gcDone,
  gcMarkAssistDone,
  gcMarkAssistStart,
  gcStart,
  gcSweepDone,
  gcSweepSpan,
  gcSweepStart,
  goCreate,
  goCreateSyscall,
  goDestroySyscall,
  goEnd,
  goPark,
  goPreempt,
  goSched,
  goStart,
  goSwitch,
  goSysCall,
  goSysExit,
  goUnpark,
  heapAlloc,
  procStart,
  procSteal,
  procStop,
  stwDone,
  stwStart,
  userLog,
  userRegion,
  userTaskCreate,
  userTaskEnd,
} from './runtime/traceruntime-events.ts';
export { runProcess } from './workloads/process.ts';
export type { ProcessOptions, ProcessResult } from './workloads/process.ts';
export { recordProcess } from './workloads/record.ts';
export type { RecordedProcess } from './workloads/record.ts';
export type { Workload } from './workloads/workload.ts';
export { workloadNamed, workloads } from './workloads/workloads.ts';
