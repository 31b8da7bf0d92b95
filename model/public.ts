/** What the package shows as `nosplit/model`. The other folders take more, from `index.ts`. */
export { default as tracerOf } from './module.ts';
export type { TracerParams } from './module.ts';
export { tracer } from './tracer.ts';
export type { TracerSchema, TracerState } from './state.ts';
export { boundsByName, boundsNamed } from './bounds.ts';
export type { Bounds, GoStatus } from './bounds.ts';
export type { Design, Reentry, SplitStep } from './design.ts';
export { debugVariant, designNamed, designs } from './designs.ts';
export { mutantNamed, mutants } from './mutants/index.ts';
export type { Mutant } from './mutants/mutant.ts';
export { actionMutantNamed, actionMutants } from './mutants/actions/index.ts';
export type { ActionMutant } from './mutants/actions/mutant.ts';
