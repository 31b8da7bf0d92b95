import {
  everyMWrote,
  growsElsewhere,
  hasRoom,
  noDrain,
  otherCalls,
  pastSafePoint,
  staleRead,
  takenP,
  tracedBefore,
} from './reasons.ts';

/** Of these steps the search of a real system knows. */
const avoidable: readonly string[] = [
  everyMWrote,
  growsElsewhere,
  hasRoom,
  noDrain,
  otherCalls,
  pastSafePoint,
  staleRead,
  takenP,
  tracedBefore,
];

/** A counterexample of which some step cannot be forced; the message names the first one, and why. */
export class ScheduleError extends Error {
  override name = 'ScheduleError';
  /** The step, from 1, its action, and why no thread can be made to take it; of the whole trace where there is no step to name. */
  readonly at: { readonly step: number; readonly action: string } | null;
  readonly why: string;
  /** Whether no other counterexample in the same bounds can be without such a step. */
  readonly isFinal: boolean;

  constructor(at: ScheduleError['at'], why: string) {
    super(at === null ? why : `step ${at.step}, ${at.action}: ${why}`);
    this.at = at === null ? null : { step: at.step, action: at.action };
    this.why = why;
    this.isFinal = !avoidable.includes(why);
  }
}
