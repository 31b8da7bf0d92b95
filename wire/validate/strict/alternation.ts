/** Memory that is allocated and freed in turns. Source: runtime/traceallocfree.go. */
import type { WireValue } from '../../decode/cursor.ts';
import type { StrictRule } from '../rules.ts';
import type { Place } from '../violation.ts';
import type { Instant } from './clock.ts';
import type { Findings } from './findings.ts';

/** An event that came where the other kind should, and may have been overtaken by it. */
interface Early {
  readonly place: Place;
  readonly time: number;
  readonly message: string;
}

interface Piece {
  isLive: boolean;
  early: Early | undefined;
}

/**
 * These events have no sequence numbers, so across threads only the clock orders them, and it may run ahead. Two of a kind in a row
 * are therefore a finding only if the next one is not of the other kind, or was certainly later than the second of them.
 */
export class Alternation {
  readonly #findings: Findings;
  readonly #rule: StrictRule;
  readonly #what: string;
  readonly #pieces = new Map<WireValue, Piece>();
  /** Without a list of what there is at the start nothing is known of a piece that is freed first. */
  #knowsStart = false;

  constructor(findings: Findings, rule: StrictRule, what: string) {
    this.#findings = findings;
    this.#rule = rule;
    this.#what = what;
  }

  /** The trace begins with this piece. */
  begin(id: WireValue): void {
    this.#knowsStart = true;
    this.#pieces.set(id, { isLive: true, early: undefined });
  }

  saw(id: WireValue, isAlloc: boolean, { least, time }: Instant, place: Place): void {
    let piece = this.#pieces.get(id);
    if (piece === undefined) {
      piece = { isLive: !isAlloc && !this.#knowsStart, early: undefined };
      this.#pieces.set(id, piece);
    }
    if (piece.early !== undefined) {
      const early = piece.early;
      piece.early = undefined;
      // The other kind in between: both were seen in the wrong order.
      if (piece.isLive !== isAlloc && least <= early.time) return;
      this.#findings.add(this.#rule, early.place, early.message);
    }
    if (piece.isLive === isAlloc) {
      const message = `${this.#what} ${id} is ${isAlloc ? 'allocated, but was not freed' : 'freed, but was not allocated'}`;
      piece.early = { place, time, message };
    }
    piece.isLive = isAlloc;
  }

  end(): void {
    for (const { early } of this.#pieces.values()) {
      if (early !== undefined) this.#findings.add(this.#rule, early.place, early.message);
    }
  }
}
