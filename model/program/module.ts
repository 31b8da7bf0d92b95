/** Programs as a module that worker threads import: the default export builds the system from JSON parameters. */
import type { Json, ModuleSource, System } from '../../checker/index.ts';
import { boundsNamed } from '../bounds.ts';
import type { Granularity } from './places/granularity.ts';
import type { Programs } from './language/program.ts';
import type { ProgramSchema } from './state/state.ts';
import { programSystem } from './system.ts';

export interface ProgramParams {
  readonly programs: Programs;
  /** The name of bounds that are about the programs' part. */
  readonly bounds: string;
  /** What the tree is called. */
  readonly name: string;
  /** Function to file. */
  readonly files: Readonly<Record<string, string>>;
  /** Default fine. */
  readonly granularity?: Granularity;
}

export default function programsOf({ programs, bounds, ...options }: ProgramParams): System<ProgramSchema> {
  return programSystem(programs, boundsNamed(bounds), options);
}

/** Where a worker thread finds `programsOf(params)`. */
export function programModule(params: ProgramParams): ModuleSource {
  // Sound because programs are plain data; an interface is no index signature, which Json asks for.
  return { url: import.meta.url, params: params as unknown as Json };
}
