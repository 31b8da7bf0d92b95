/** Traces as runs of programs, which real threads can be made to follow. */
import type { Trace } from '../../checker/index.ts';
import { boundsNamed } from '../../model/index.ts';
import type { FoundRun } from '../../runtime/index.ts';
import type { Selection } from '../selection/selection.ts';

/** A trace with the programs that it is of; null where it is of no programs. */
export function runOf({ programs: params }: Selection, trace: Trace): FoundRun | null {
  if (params === undefined) return null;
  const { programs, bounds, granularity = 'fine' } = params;
  return { programs, bounds: boundsNamed(bounds), granularity, trace };
}
