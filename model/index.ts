export { boundsByName, boundsNamed } from './bounds.ts';
export type { Bounds } from './bounds.ts';
export { splitSteps, writePath } from './design.ts';
export type { Design, Reentry, SplitStep } from './design.ts';
export { debugVariant, designNamed, designs } from './designs.ts';
export { default as tracerOf, tracerModule } from './module.ts';
export type { TracerParams } from './module.ts';
export type { TracerSchema, TracerState } from './state.ts';
export { tracer } from './tracer.ts';
