/** What is asked about: a state of a trace, packed, in its system made ready. */
import type { Program } from '../language/program.ts';
import type { Trace } from '../check/report.ts';
import type { RecordField } from '../language/schema.ts';
import type { Views } from '../state/views.ts';

export interface Asked<S extends RecordField> {
  readonly program: Program<S>;
  readonly views: Views<S>;
  readonly trace: Pick<Trace, 'initial' | 'steps'>;
  readonly step: number;
  /** The state, packed. */
  readonly words: Int32Array;
}
