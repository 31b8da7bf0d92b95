import type { RuleName } from '../rules.ts';

/** A trace that breaks one rule, and what is wrong in it. */
export interface RuleCase {
  readonly rule: RuleName;
  /** In text form, as encodeLoose takes it. */
  readonly text: string;
  /** What to write in place of which words, so that no rule is broken. */
  readonly fix?: readonly [wrong: string, right: string];
  /** What to do to the bytes so that the rule is broken, where no text can say it. */
  readonly damage?: (bytes: Uint8Array) => Uint8Array;
  /** Whose reader asks for the rule, where the newest does not. */
  readonly reader?: '1.24';
}
