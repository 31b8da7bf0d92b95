/** One run up to one of its states: what questions about that state need. */
import type { Trace } from '../check/report.ts';

export interface Line extends Pick<Trace, 'initial' | 'steps'> {
  /** The number of the state; 0 is the initial one. */
  readonly step: number;
  /** The state, packed. */
  readonly words: Int32Array;
}
