/** What Go's writer keeps and no reader of Go's asks for. Every check goes on after a finding, and tells ten of each rule. */
import type { WireValue } from '../../decode/cursor.ts';
import type { Generation, Onlooker } from '../source.ts';
import { next } from '../order/state.ts';
import type { StrictRule } from '../rules.ts';
import type { Frame } from '../tables.ts';
import type { Place, Violation } from '../violation.ts';

const findingsMax = 10;

export class StrictChecks implements Onlooker {
  readonly findings: Violation[] = [];
  readonly #counts = new Map<StrictRule, number>();
  #gen: WireValue | undefined;

  quietEnd(place: Place, message: string): void {
    this.#find('table-cut-unseen', place, `${message}; Go's reader stops here and tells nobody`);
  }

  unfinished(place: Place): void {
    this.#find('trace-unfinished', place, 'a generation begins here and does not end');
  }

  frame(place: Place, pc: WireValue, first: Frame, now: Frame): void {
    if (first.func === now.func && first.file === now.file && first.line === now.line) return;
    this.#find(
      'frame-differs',
      place,
      `program counter ${pc} has another function, file or line than before`,
    );
  }

  generation({ gen, offset, tables }: Generation): void {
    const place = { gen, m: null, offset };
    if (tables.frequency === 0) this.#find('frequency-zero', place, 'the frequency of the clock is 0');
    if (this.#gen !== undefined && gen !== next(this.#gen)) {
      this.#find('generation-skipped', place, `generation ${gen} follows ${this.#gen}`);
    }
    this.#gen = gen;
  }

  #find(rule: StrictRule, place: Place, message: string): void {
    const count = (this.#counts.get(rule) ?? 0) + 1;
    this.#counts.set(rule, count);
    if (count <= findingsMax) this.findings.push({ rule, message, ...place });
  }
}
