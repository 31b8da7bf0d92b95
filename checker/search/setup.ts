/** From the options of a check to what its search is given. */
import { memoryDefaultBytes, roomBeside } from '../host/memory.ts';
import type { Program } from '../language/program.ts';
import type { CheckSettings } from '../check/options.ts';
import type { RecordField } from '../language/schema.ts';
import { SystemError } from '../language/system-error.ts';
import type { Layout } from '../state/layout.ts';
import type { Bounds } from './result.ts';
import type { Hooks } from './hooks.ts';

/** Rejects with a SystemError where a checkpoint cannot be gone on from, or would be lost. */
export async function hooksOf<S extends RecordField>(
  program: Program<S>,
  layout: Layout,
  options: CheckSettings,
  bounds: Bounds,
): Promise<Hooks> {
  const { onProgress, signal, checkpoint, resume } = options;
  if (checkpoint === undefined && resume === undefined)
    return { onProgress, signal, checkpoints: null, saved: null };
  const { checkpointsOf } = await import('./checkpoint/of-check.ts');
  return { onProgress, signal, ...(await checkpointsOf(program, layout, options, bounds)) };
}

export function boundsOf(options: CheckSettings): Bounds {
  if (options.memoryMaxBytes !== undefined && options.onNote !== undefined) {
    const { bytes, of } = roomBeside((options.workers ?? 1) - 1);
    if (bytes < options.memoryMaxBytes)
      options.onNote(
        `${of} leaves ${String(Math.floor(bytes / 2 ** 20))} MiB for states, and the search stops there, before its memory bound`,
      );
  }
  if (options.debug === true && options.unchecked === true)
    throw new SystemError('debug mode checks every access; leave out unchecked', { code: 'options' });
  return {
    depthMax: options.depthMax ?? Infinity,
    statesMax: options.statesMax ?? Infinity,
    memoryMaxBytes: Math.min(options.memoryMaxBytes ?? memoryDefaultBytes(), 2 ** 48),
    timeMaxMs: options.timeMaxMs ?? Infinity,
    all: options.continue ?? false,
    debug: options.debug ?? false,
    unchecked: options.unchecked ?? false,
    engine: options.engine ?? 'auto',
    store: options.store ?? 'auto',
  };
}
