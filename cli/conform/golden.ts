/** A schedule as an execution trace of the reference, and that as a golden test of Go's reader. */
import { isId } from '../../checker/index.ts';
import { replay } from '../../conformance/index.ts';
import type { RunOfDesign } from '../../explorer/index.ts';
import { designs } from '../../model/index.ts';
import * as reference from '../../reference/index.ts';
import { WireError, emitGoldenTest } from '../../wire/index.ts';
import { UsageError } from '../errors.ts';
import { boundsToCompare } from './bounds.ts';
import type { Selection } from '../selection/selection.ts';
import type { World } from '../world.ts';
import type { Scheduled } from './scheduled.ts';
import { inFineSteps, scheduled } from './scheduled.ts';

/** The execution trace of the reference along the schedule, and then to its end. Throws a UsageError where the reference does not take it. */
export function traced(steps: Scheduled): Uint8Array {
  const { title, design, debug, config } = steps;
  if (design === null)
    throw new UsageError(
      `the reference knows no design like ${title}; take one of ${Object.keys(designs).join(', ')}`,
    );
  const run = { reference, design, debug, bounds: boundsToCompare(config) };
  const { bytes, refused } = replay(run, inFineSteps(steps));
  const [first] = refused;
  if (first !== undefined)
    throw new UsageError(
      `the reference of ${title} does not take ${first} in its turn; nosplit conform --schedule says why`,
    );
  return bytes;
}

/** A golden test of Go's reader. Throws a UsageError for a trace that is damaged, which has no text. */
export function golden(bytes: Uint8Array): string {
  try {
    return emitGoldenTest(bytes);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw new UsageError(
      `the execution trace is damaged (${error.message}) and has no text; write it with --as trace`,
    );
  }
}

/**
 * A run of a released design as a golden test; a page asks for it, so that nothing but an id is taken for a run. Throws a UsageError or a
 * SystemError where it is no run of the design, or cannot be a golden test.
 */
export async function goldenOfRun(
  { design, bounds, granularity, id }: RunOfDesign,
  world: World,
): Promise<string> {
  if (![design, bounds, id].every((one) => typeof one === 'string') || !isId(id) || !isCut(granularity))
    throw new UsageError(
      'a golden test is made of the id of a run, with its design, its bounds, and how its steps are cut',
    );
  return golden(traced(await scheduled(id, bounds, { design, granularity }, world)));
}

const isCut = (word: unknown): boolean => word === 'coarse' || word === 'fine';

/** The run of a design as a golden test, where it can be one: a page has it ready to be copied. */
export async function goldenOf(
  { subject }: Selection,
  schedule: () => Promise<Scheduled>,
): Promise<string | null> {
  if (subject.kind !== 'design') return null;
  try {
    return golden(traced(await schedule()));
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  }
}
