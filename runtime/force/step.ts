/** A step of a schedule. */
import type { RecordKind } from '../log/records.ts';

/** An M by its number, or one of the two other threads. */
export type Role = number | 'advancer' | 'reader';

export interface ScheduledStep {
  readonly role: Role;
  readonly kind: RecordKind;
  /** The model's step, as in `StackGrowth` or `AdvanceStoreGen`. */
  readonly action: string;
  /** The section is inside that of a growth. */
  readonly nested: boolean;
  /** The M's stack is to be moved once this step is done. */
  readonly grows: boolean;
  /** The M must have no buffer here. */
  readonly empty: boolean;
  /** The nested section gets another generation than the outer one. */
  readonly skewed: boolean;
  /**
   * The step of the same M at which its outer section began; for the reader, the M whose buffer it takes, and for the advancer the one
   * that it looks at.
   */
  readonly section: number;
}
