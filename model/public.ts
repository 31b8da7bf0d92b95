/** What the package shows as `nosplit/model`. The other folders take more, from `index.ts`. */
export { default as tracerOf, tracer } from './module.ts';
export type { TracerOptions, TracerParams, TracerVariant } from './module.ts';
export type { ProgramSchema as TracerSchema, ProgramState as TracerState } from './program/state/state.ts';
export type { Granularity } from './program/places/granularity.ts';
export { boundsByName, boundsNamed } from './bounds.ts';
export type { Bounds, GoStatus } from './bounds.ts';
export type { Design, Reentry } from './design.ts';
export { designNamed, designs } from './designs.ts';
export { mutantNamed, mutants } from './mutants/index.ts';
export type { Mutant } from './mutants/mutant.ts';
