/**
 * `nosplit/vitest`: matchers for systems. Importing it once is enough, in a test or in a file of `setupFiles`.
 *
 * `await expect(mutex).toHold()`, `await expect(broken).toViolate('MutualExclusion', { steps: 4 })` and
 * `await expect(queue).toReach('AllWait')` search the system. A failure shows the counterexample as the command does.
 */
import { expect } from 'vitest';
import { toHold, toReach, toViolate } from './matchers.ts';
import type { ExpectedProperty, ExpectedView, HoldOptions, TraceOptions } from './matchers.ts';

/** What `expect` of a system has besides its other matchers. Each is awaited, since it searches. */
export interface SystemMatchers<T> {
  /** Every property holds. A search that a bound ended throws, with `not`, too. */
  toHold(options?: HoldOptions<T>): Promise<void>;
  /** The property is violated; with `steps`, by a counterexample of that length (of a lasso, stem and loop). */
  toViolate(property: ExpectedProperty<T>, options?: TraceOptions<T>): Promise<void>;
  /** A `sometimes` property, or a state that satisfies the function, is reached; with `steps`, in so many and not in fewer. */
  toReach(
    goal: ExpectedProperty<T> | ((state: ExpectedView<T>) => boolean),
    options?: TraceOptions<T>,
  ): Promise<void>;
}

declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any, @typescript-eslint/no-empty-object-type -- a declaration is merged only where it has the same parameters
  interface Matchers<T = any> extends SystemMatchers<T> {}
}

expect.extend({ toHold, toReach, toViolate });

export type { ExpectedProperty, ExpectedView, HoldOptions, TraceOptions };
