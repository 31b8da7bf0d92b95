/** Systems written down for other programs. */
export { fileStem } from './file.ts';
export type { ExportedFile } from './file.ts';
export { kernelDocument, kernelFiles } from './kernel.ts';
export type { KernelDocument } from './kernel.ts';
export { setsOf } from './sets.ts';
export type { ActionSets } from './sets.ts';
export { structuresDocument } from './structures.ts';
export type { StructuresDocument } from './structures.ts';
export { tlaFiles } from './tla/module.ts';
export { smtFiles } from './smt/file.ts';
export { posed } from './smt/induction.ts';
export { smtScript } from './smt/script.ts';
export { solved } from './smt/solve.ts';
export { NoSolver, z3Solver } from './smt/z3.ts';
export type { Solver } from './smt/z3.ts';
