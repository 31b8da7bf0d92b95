import type { StrictRule } from '../rules.ts';
import type { Place, Violation } from '../violation.ts';

/** How many findings of each rule are kept; a trace that is wrong throughout has one for each of its events. */
const findingsMax = 10;

/** Broken strict rules, in the order of their discovery. */
export class Findings {
  readonly list: Violation[] = [];
  readonly #counts = new Map<StrictRule, number>();

  add(rule: StrictRule, place: Place, message: string): void {
    const count = (this.#counts.get(rule) ?? 0) + 1;
    this.#counts.set(rule, count);
    if (count <= findingsMax) this.list.push({ rule, message, ...place });
  }
}
