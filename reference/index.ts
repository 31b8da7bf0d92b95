/** The executable tracer. */
export { designNamed, designs } from './design.ts';
export type { Design } from './design.ts';
export { enabled, start, take, wait } from './machine/step.ts';
export { G, M, P, Runtime } from './runtime/runtime2.ts';
export type { LoggedEvent, Offer, RuntimeOptions, Steps, TraceLocker } from './runtime/runtime2.ts';
export type { TraceBuf } from './runtime/tracebuf.ts';
export { newstack } from './runtime/stack.ts';
export { startTrace, stopTrace, traceAdvance } from './runtime/traceadvance.ts';
export { eventWriter, traceEvent } from './runtime/traceevent.ts';
export { readTrace } from './runtime/tracereader.ts';
export { isOk, isWriting, traceAcquire, traceRelease } from './runtime/traceruntime.ts';
