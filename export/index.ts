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
