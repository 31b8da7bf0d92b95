/** What the package shows as `nosplit/reference`. The other folders take its functions one by one, from `index.ts`. */
export { designNamed, designs } from './design.ts';
export type { Design } from './design.ts';
export { runProcess } from './workloads/process.ts';
export type { ProcessOptions, ProcessResult } from './workloads/process.ts';
export { recordProcess } from './workloads/record.ts';
export type { RecordedProcess } from './workloads/record.ts';
export type { Workload } from './workloads/workload.ts';
export { workloadNamed, workloads } from './workloads/workloads.ts';
/** The whole reference: functions and types in the names of Go's package runtime, which follow Go from release to release. */
export * as reference from './index.ts';
