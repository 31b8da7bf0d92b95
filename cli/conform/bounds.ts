/** Bounds in which model and reference can be compared. */
import { freeBounds } from '../../conformance/index.ts';
import type { Bounds } from '../../model/index.ts';
import { boundsByName } from '../../model/index.ts';
import { UsageError } from '../errors.ts';
import { didYouMean } from '../nearest.ts';

/** Throws a UsageError for bounds with parts that the reference is not compared in. */
export function coreBounds(config: string): Bounds {
  const all: Readonly<Record<string, Bounds>> = { ...boundsByName, [freeBounds.name]: freeBounds };
  const fits = ({ parts, programs }: Bounds): boolean =>
    Object.keys(parts).length === 0 &&
    programs.every(({ thread, endless }) => thread === undefined && endless !== true);
  const known = Object.keys(all).filter((name) => fits(all[name] ?? freeBounds));
  const bounds = Object.hasOwn(all, config) ? all[config] : undefined;
  if (bounds === undefined || !known.includes(config))
    throw new UsageError(
      `config ${config} ${bounds === undefined ? 'does not exist' : 'has parts beyond the core'}${didYouMean(config, known)}; model and reference are compared at ${known.join(', ')}`,
    );
  return bounds;
}
