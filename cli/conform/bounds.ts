/** Bounds in which model and reference can be compared. */
import { comparedBounds } from '../../conformance/index.ts';
import type { Bounds } from '../../model/index.ts';
import { boundsByName } from '../../model/index.ts';
import { UsageError } from '../errors.ts';
import { noSuch } from '../nearest.ts';

/** Throws a UsageError for bounds in which the reference is not compared. */
export function boundsToCompare(config: string): Bounds {
  const bounds = Object.hasOwn(comparedBounds, config) ? comparedBounds[config] : undefined;
  if (bounds !== undefined) return bounds;
  const known = Object.keys(comparedBounds);
  const next = `model and reference are compared at ${known.join(', ')}`;
  throw new UsageError(
    Object.hasOwn(boundsByName, config)
      ? `config ${config} has sections without end, or more than two events in a buffer; ${next}`
      : noSuch(`config ${config} does not exist`, config, known, next),
  );
}
