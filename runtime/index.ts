/** The real runtime: its tracer's steps recorded into a log, the log judged by the model, and a schedule of the model forced on it. */
export { writtenEvents } from './log/by-generation.ts';
export { LogError, LogReader } from './log/reader.ts';
export { notInLogs } from './judge/coverage.ts';
export type { LogCoverage } from './judge/coverage.ts';
export { judgeLog } from './judge/judge.ts';
export type { JudgeOptions, LogRejection, LogVerdict } from './judge/judge.ts';
export type { RecentRecord } from './judge/recent.ts';
export { AnchorError } from './overlay/overlay.ts';
export { record } from './record/record.ts';
export type { Recorded } from './record/record.ts';
export { RecordError } from './record/toolchain.ts';
export { bugs, counterexampleOf } from './force/bugs.ts';
export { countEvents } from './force/events.ts';
export type { EventCounts } from './force/events.ts';
export { buildForced, designOfGo } from './force/reproduce.ts';
export type { ForcedProgram, ForcedRun } from './force/reproduce.ts';
export { ScheduleError, canBeForced, isCuredByNosplit, scheduleOf } from './force/schedule.ts';
export type { ScheduledStep } from './force/schedule.ts';
