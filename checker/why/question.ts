/** What `why` is asked, and how its answer follows from the name that it is asked about. */
import type { Trace } from '../check/report.ts';
import type { ActionParams, Params } from '../language/system.ts';
import type { Why, WhyAction, WhyProperty } from './answer.ts';

/** A state of a trace, as `replay` gives one. A state alone is the initial one of a trace without steps. */
export interface At {
  readonly trace: Pick<Trace, 'initial' | 'steps'>;
  /** The state is that after this step; 0 is the initial one. */
  readonly step: number;
}

/** A question about an action or a property `N` of a system with the actions `A`. */
export interface WhyQuestion<A extends ActionParams = ActionParams, N extends string = string> extends At {
  /** Of an action or a property. */
  readonly name: N;
  /** Only the instances whose parameters have these values, compared as text. Default all. */
  readonly params?: string extends keyof A ? Params : N extends keyof A ? Partial<A[N]> : Params;
}

/** The answer to a question about `N`. */
export type WhyOf<A extends ActionParams, N extends string> = string extends keyof A
  ? Why
  : N extends keyof A
    ? WhyAction
    : WhyProperty;
