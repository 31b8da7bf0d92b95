/**
 * The tracer as a module that worker threads import: the default export builds the system from JSON parameters.
 */
import type { Json, ModuleSource, System } from '../checker/index.ts';
import type { Bounds } from './bounds.ts';
import { boundsNamed } from './bounds.ts';
import { mutantPrograms } from './mutants/programs.ts';
import { programsOfDesign } from './program/edits/cures.ts';
import type { Granularity } from './program/places/granularity.ts';
import { partOf } from './program/language/parts.ts';
import type { ProgramSchema } from './program/state/state.ts';
import { programSystem } from './program/system.ts';

/** A design by its name, as `nosplit list designs` has them, or a mutant. */
export type TracerVariant = string | { readonly mutant: string };

/** How a tracer is made of its steps. */
export interface TracerOptions {
  /** How finely steps are cut; default coarse. */
  readonly granularity?: Granularity;
}

/** Which tracer is modelled, and within which bounds. */
export interface TracerParams extends TracerOptions {
  readonly design: TracerVariant;
  /** The name of bounds. */
  readonly bounds: string;
}

/**
 * Go's execution tracer as a transition system, by the steps of a release. Throws a RangeError where no design is called so, and a
 * NothingToChange where the bounds leave out what the mutant changes.
 */
export function tracer(
  design: TracerVariant,
  bounds: Bounds,
  { granularity = 'coarse' }: TracerOptions = {},
): System<ProgramSchema> {
  const part = partOf(bounds);
  const isDesign = typeof design === 'string';
  const { programs, files } = isDesign ? programsOfDesign(design, part) : mutantPrograms(design.mutant, part);
  const name = isDesign ? `design ${design}` : `mutant ${design.mutant}`;
  return programSystem(programs, bounds, { name, files, granularity });
}

/** The same with bounds by their name. Throws a RangeError where there are none, too. */
export default function tracerOf({ design, bounds, ...options }: TracerParams): System<ProgramSchema> {
  return tracer(design, boundsNamed(bounds), options);
}

/** Where this module is; the waivers of the tracer lie beside it. */
export const tracerUrl = import.meta.url;

/** Where a worker thread finds `tracerOf(params)`. */
export const tracerModule = ({ design, bounds, granularity }: TracerParams): ModuleSource => ({
  url: tracerUrl,
  // A union of texts and records is JSON, which its type does not say.
  params: { design: design as Json, bounds, ...(granularity !== undefined && { granularity }) },
});
