/**
 * The hand-written tracer as a module that worker threads import: the default export builds the system from JSON parameters.
 */
import type { ModuleSource, System } from '../checker/index.ts';
import { boundsNamed } from './bounds.ts';
import type { Design } from './design.ts';
import { designNamed } from './designs.ts';
import { actionMutantNamed } from './mutants/actions/index.ts';
import type { ActionMutant } from './mutants/actions/mutant.ts';
import type { TracerSchema } from './state.ts';
import { tracer } from './tracer.ts';

/** Which tracer is modelled, and within which bounds. */
export interface WrittenParams {
  /** A design, the name of one that is embedded, or that of a mutant which is a change of the hand-written actions, and brings its own. */
  readonly design: Design | string | { readonly mutant: string };
  /** The name of bounds. */
  readonly bounds: string;
}

/** The model of a tracer as a system. Throws where the design, the mutant or the bounds have no such name. */
export default function writtenOf({ design, bounds }: WrittenParams): System<TracerSchema> {
  return tracer(variantOf(design), boundsNamed(bounds));
}

const variantOf = (design: WrittenParams['design']): Design | ActionMutant =>
  typeof design === 'string'
    ? designNamed(design)
    : 'mutant' in design
      ? actionMutantNamed(design.mutant)
      : design;

/** Where a worker thread finds `writtenOf(params)`. */
export function writtenModule({ design, bounds }: WrittenParams): ModuleSource {
  const url = import.meta.url;
  if (typeof design !== 'string' && 'mutant' in design) {
    return { url, params: { design: { mutant: actionMutantNamed(design.mutant).name }, bounds } };
  }
  const named = typeof design === 'string' ? designNamed(design) : design;
  return { url, params: { design: { ...named, splitPoints: [...named.splitPoints] }, bounds } };
}
