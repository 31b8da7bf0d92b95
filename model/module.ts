/**
 * The tracer as a module that worker threads import: the default export builds the system from JSON parameters.
 */
import type { ModuleSource, System } from '../checker/index.ts';
import { boundsNamed } from './bounds.ts';
import type { Design } from './design.ts';
import { designNamed } from './designs.ts';
import type { TracerSchema } from './state.ts';
import { tracer } from './tracer.ts';

export interface TracerParams {
  /** A design, or the name of one that is embedded. */
  readonly design: Design | string;
  /** The name of bounds. */
  readonly bounds: string;
}

export default function tracerOf({ design, bounds }: TracerParams): System<TracerSchema> {
  return tracer(typeof design === 'string' ? designNamed(design) : design, boundsNamed(bounds));
}

/** Where a worker thread finds `tracerOf(params)`. */
export function tracerModule({ design, bounds }: TracerParams): ModuleSource {
  const named = typeof design === 'string' ? designNamed(design) : design;
  return {
    url: import.meta.url,
    params: { design: { ...named, splitPoints: [...named.splitPoints] }, bounds },
  };
}
