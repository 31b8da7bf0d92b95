/** What is read for each part of the tracer: which threads it has, and what they do. */
import type { OfKinds, ProgramPart } from '../../model/index.ts';
import { drivers } from './drivers.ts';

/** The driver of each kind of thread that the part has. A statement that is read in one part alone says so in shapes.ts. */
const parts: Readonly<Record<ProgramPart, OfKinds<string>>> = {
  core: drivers,
};

export const driversOf = (part: ProgramPart): OfKinds<string> => parts[part];
