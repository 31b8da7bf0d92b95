/** What `nosplit conform` found, as one JSON value. */
import { comparedBounds, freeBoundsOf } from '../../conformance/index.ts';
import type { Row, RowName } from '../../conformance/index.ts';

export interface ConformDocument {
  readonly schema: 'nosplit.conform/2';
  readonly verdict: 'agrees' | 'disagrees' | 'unfinished';
  readonly config: string;
  readonly runs: number;
  readonly seed: number;
  readonly designs: readonly DesignRows[];
  readonly elapsedMs: number;
}

export interface DesignRows {
  readonly design: string;
  readonly debug: boolean;
  readonly rows: readonly Row[];
}

/** For people: `design seed with debugTraceReentrancy at tiny`. */
export const titleOf = ({ design, debug }: Omit<DesignRows, 'rows'>, config: string): string =>
  `design ${design}${debug ? ' with debugTraceReentrancy' : ''} at ${config}`;

/** The bounds of a row's schedule: free runs go beyond those that are searched. */
export const configOf = (check: RowName, config: string): string =>
  check === 'model to reference' ? config : freeOf(config);

/** Of bounds that are not compared nothing is printed. */
function freeOf(config: string): string {
  const bounds = comparedBounds[config];
  return bounds === undefined ? config : freeBoundsOf(bounds).name;
}
