/** What is read for each part of the tracer: which threads it has, and what they do. */
import type { OfKinds, ProgramPart } from '../../model/index.ts';
import { drivers } from './drivers.ts';
import { readerDrivers } from './reader-drivers.ts';
import {
  procsDrivers,
  statusesDrivers,
  statusesSyscallsDrivers,
  syscallsDrivers,
} from './scheduler/drivers.ts';
import { slicedFiles } from './scheduler/slice.ts';
import { sectionsDrivers, sectionsFunctions } from './sections-drivers.ts';
import { threadsDrivers, threadsFunctions } from './threads-drivers.ts';

interface PartReading {
  /** The driver of each kind of thread that the part has. */
  readonly drivers: OfKinds<string>;
  /** Functions that drivers, and statements with a meaning, call. */
  readonly functions: string;
  /** Files that are read besides those of the tracer. */
  readonly files: readonly string[];
}

/** A statement that is read in one part alone, or means something there, says so in shapes.ts. */
const parts: Readonly<Record<ProgramPart, PartReading>> = {
  core: { drivers, functions: '', files: [] },
  reader: { drivers: readerDrivers, functions: '', files: [] },
  threads: { drivers: threadsDrivers, functions: threadsFunctions, files: ['proc.go'] },
  sections: { drivers: sectionsDrivers, functions: sectionsFunctions, files: [] },
  statuses: { drivers: statusesDrivers, functions: '', files: slicedFiles },
  procs: { drivers: procsDrivers, functions: '', files: slicedFiles },
  syscalls: { drivers: syscallsDrivers, functions: '', files: slicedFiles },
  'statuses-syscalls': { drivers: statusesSyscallsDrivers, functions: '', files: slicedFiles },
};

export const readingOf = (part: ProgramPart): PartReading => parts[part];
