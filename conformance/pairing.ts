/** The model's part of a comparison: its system, which of its steps a step of the reference is, and what a state of the reference stands for. */
import type { RecordField, Stepper, System } from '../checker/index.ts';
import type { Offer } from '../reference/index.ts';
import type { Instances } from './run/instances.ts';
import type { Run } from './run/run.ts';

export interface Pairing {
  readonly system: System;
  readonly walk: Stepper<RecordField>;
  readonly instances: Instances;
  /**
   * Writes what the run's state stands for into `walk.next`, every field of it; `walk.state` has the model's state. False where the
   * reference is beyond what the model counts: then the two can no longer be compared.
   */
  abstraction(run: Run): boolean;
  /** Why the reference stands elsewhere than the model; null where it does not. Good after {@link abstraction}. */
  readonly misplaced: string | null;
  /**
   * The step of the model that a step of the reference is, where the threads of the model stand now; several where looks at the scheduler
   * come with it, and none where the model has none.
   */
  instancesOf(run: Run, offer: Offer): readonly number[];
  /** What looks at the scheduler find in a step of the model. */
  answersOf(run: Run, offer: Offer, instance: number): readonly boolean[];
  /** The offer of the reference that is a step of the model; undefined where it makes none. */
  offerOf(run: Run, instance: number): Offer | undefined;
  /** Whether the comparison ends in `walk.state`. */
  isDamaged(): boolean;
  /** Whether the reference has thrown where it must not, or the other way round; null where neither. */
  thrown(run: Run): string | null;
}
