/** From the options of a check to what its search is given. */
import { memoryDefaultBytes, roomBeside } from '../host/memory.ts';
import type { Program } from '../language/program.ts';
import type { CheckOptions } from '../check/report.ts';
import type { RecordField } from '../language/schema.ts';
import { SystemError } from '../language/system-error.ts';
import type { Layout } from '../state/layout.ts';
import type { Bounds } from './result.ts';
import type { Hooks } from './hooks.ts';

/** Rejects with a SystemError where a checkpoint cannot be gone on from, or would be lost. */
export async function hooksOf<S extends RecordField>(
  program: Program<S>,
  layout: Layout,
  {
    onProgress,
    onNote = () => undefined,
    signal,
    checkpoint,
    resume,
    search = 'breadth-first',
  }: CheckOptions,
  { all, debug, unchecked }: Bounds,
): Promise<Hooks> {
  if (checkpoint === undefined && resume === undefined)
    return { onProgress, signal, checkpoints: null, saved: null };
  const { Checkpoints, refuseExisting, savedFor } = await import('./checkpoint/checkpoint.ts');
  const { identityOf } = await import('./checkpoint/identity.ts');
  const identity = identityOf(program, layout, { search, continue: all, debug, unchecked });
  if (checkpoint !== undefined && checkpoint.file !== resume) await refuseExisting(checkpoint.file);
  return {
    onProgress,
    signal,
    checkpoints: checkpoint === undefined ? null : new Checkpoints(checkpoint, identity, onNote),
    saved: resume === undefined ? null : await savedFor(resume, identity),
  };
}

export function boundsOf(options: CheckOptions): Bounds {
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
  };
}
