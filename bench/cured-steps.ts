/**
 * The steps that were kept of go1.26.8, with a refill whose stack does not grow: what 1.26-nosplit is among the hand-written designs.
 * Its whole space is searched, so that the rate of steps can be compared with that of the hand-written actions.
 *
 *   nosplit check --model build/bench/cured-steps.js --set bounds=ci
 */
import { boundsNamed, mapKinds, programSystem, programsOfRelease } from '../model/index.ts';
import type { ThreadProgram } from '../model/index.ts';

export interface Params {
  /** Bounds of the core. */
  readonly bounds?: string;
}

export default function curedSteps({ bounds = 'ci' }: Params = {}): ReturnType<typeof programSystem> {
  const kept = programsOfRelease('1.26');
  if (kept === undefined) throw new Error('no steps were kept of 1.26');
  const { release, files, programs } = kept;
  const name = `${release} with a nosplit refill`;
  return programSystem(mapKinds(programs, cured), boundsNamed(bounds), { name, files });
}

/** As if `//go:nosplit` stood before refill. */
const cured = (program: ThreadProgram): ThreadProgram => ({
  ...program,
  list: program.list.map((one) =>
    one.op === 'entry' && one.fn === 'traceWriter.refill' ? { ...one, grows: false } : one,
  ),
});
