/** What `nosplit conform` found, as one JSON value. */
import type { Row } from '../../conformance/index.ts';

export interface ConformDocument {
  readonly schema: 'nosplit.conform/1';
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
