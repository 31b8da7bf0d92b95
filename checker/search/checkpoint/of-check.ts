/** The checkpoints that a check asks for. The page of `explore`, which has no files, is bundled with `no-checkpoints.ts` in its place. */
import type { CheckSettings } from '../../check/options.ts';
import type { Program } from '../../language/program.ts';
import type { RecordField } from '../../language/schema.ts';
import type { Layout } from '../../state/layout.ts';
import type { Hooks } from '../hooks.ts';
import type { Bounds } from '../result.ts';
import { Checkpoints, refuseExisting, savedFor } from './checkpoint.ts';
import { identityOf } from './identity.ts';

/** Rejects with a SystemError where a checkpoint cannot be gone on from, or would be lost. */
export async function checkpointsOf<S extends RecordField>(
  program: Program<S>,
  layout: Layout,
  { onNote = () => undefined, checkpoint, resume, search = 'breadth-first' }: CheckSettings,
  { all, debug, unchecked }: Bounds,
): Promise<Pick<Hooks, 'checkpoints' | 'saved'>> {
  const identity = identityOf(program, layout, { search, continue: all, debug, unchecked });
  if (checkpoint !== undefined && checkpoint.file !== resume) await refuseExisting(checkpoint.file);
  return {
    checkpoints: checkpoint === undefined ? null : new Checkpoints(checkpoint, identity, onNote),
    saved: resume === undefined ? null : await savedFor(resume, identity),
  };
}
