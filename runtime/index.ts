/** The real runtime: its tracer's steps recorded into a log, and the log judged by the model. */
export { LogError, LogReader } from './log/reader.ts';
export { judgeLog } from './judge/judge.ts';
export type { LogRejection, LogVerdict } from './judge/judge.ts';
export { AnchorError } from './overlay/overlay.ts';
export { record } from './record/record.ts';
export type { Recorded } from './record/record.ts';
export { RecordError } from './record/toolchain.ts';
