/**
 * What traceAdvance does with statuses outside of sections: it goes over all Gs in the order of allgs, and looks again at those that had none in
 * the generation. It has each P visited, and readies the dead ones: from Go 1.26 on before it stores the next generation, and up to 1.25, where
 * StartTrace visits all Ps, once the old one is flushed. Its goroutine may go from M to M meanwhile.
 */
import { Rejection } from '../rejection.ts';
import { addressOf } from '../statuses.ts';
import { statusName } from './changes.ts';
import type { Goroutine } from './goroutines.ts';
import type { Listing } from './listing.ts';

/** What a trace says of a status, by number: one that waits may run for all but those who suspend it. */
const traced: Readonly<Record<number, readonly number[]>> = {
  ...{ 1: [1], 2: [2], 3: [3], 4: [4, 2] },
  ...{ 8: [2], 9: [4], 10: [4] },
};

/** A G without a status when it was suspended, and what it was then: it may be dead since, and another goroutine. */
interface Untraced {
  readonly g: number;
  readonly status: number;
  readonly goroutine: Goroutine;
}

/** By address, whether each P is dead; null where not all are known. */
type Procs = ReadonlyMap<number, boolean> | null;

export class Advance {
  /** Where all Gs were listed, it is known which runs. */
  readonly #listing: Listing;
  /** The Gs of allgs as they are known, and where each stands. */
  readonly #order: number[] = [];
  readonly #at = new Map<number, number>();
  #gen = 0;
  #isStored = false;
  /** How many Gs the pass has gone over; -1 before it. */
  #walked = -1;
  /** How many it must go over. */
  #least = 0;
  /** The G that was readied, and is looked at next; then the one that had no status, and may be scanned. */
  #readied = 0;
  #asleep = 0;
  #untraced: Untraced[] = [];
  /** The next that is looked at again, and the one whose status is due. */
  #again = 0;
  #due: Untraced | null = null;
  /** The goroutine that does it; 0 where that is not known. */
  #by = 0;
  readonly #visited = new Set<number>();
  readonly #deadReadied = new Set<number>();
  /** What follows the generation that is flushed; the generation that a stop ended, -1 for none. */
  #next = 0;
  #stopped = -1;
  /** Up to Go 1.25. */
  #isAfter = false;
  #isResized = false;
  /** The id of the dead P that was readied last. */
  #lastReadied = -1;

  constructor(listing: Listing) {
    this.#listing = listing;
  }

  /** A G stands in allgs after those that are known. */
  lists(g: number): void {
    if (this.#at.has(g)) return;
    this.#at.set(g, this.#order.length);
    this.#order.push(g);
  }

  placeOf(g: number): number {
    return this.#at.get(g) ?? -1;
  }

  /** A trace begins with that generation. */
  begins(gen: number): void {
    this.#gen = gen;
    this.#isStored = false;
    this.#stopped = -1;
    this.#restart();
  }

  #restart(): void {
    this.#walked = -1;
    this.#readied = 0;
    this.#asleep = 0;
    this.#untraced = [];
    this.#again = 0;
    this.#due = null;
    this.#by = 0;
    this.#visited.clear();
    this.#deadReadied.clear();
    this.#lastReadied = -1;
    this.#isResized = false;
  }

  /** Outside of a section, M `m`, whose goroutine is `by`, readies a G for the next generation. */
  readies(m: number, g: number, gen: number, by: number, procs: () => Procs): void {
    this.#isBy(m, by);
    this.#must(m, gen === this.#gen && !this.#isStored, `generation ${gen} is not the one that ends`);
    if (this.#walked === -1) {
      if (this.#isAfter && !this.#isResized) this.#allVisited(procs());
      this.#walked = 0;
      this.#least = this.#order.length;
    }
    this.#must(m, this.#readied === 0 && this.#due === null, 'the G before has not been looked at');
    const place = this.placeOf(g);
    const isNext = place === -1 ? this.#walked >= this.#least : place === this.#walked;
    this.#must(m, isNext, `G ${addressOf(g)} is not the next of allgs`);
    this.lists(g);
    this.#walked++;
    this.#readied = g;
    this.#asleep = 0;
  }

  /** It looks at one. */
  looks(m: number, g: number, gen: number, answer: number, by: number): void {
    this.#isBy(m, by);
    this.#must(m, gen === this.#gen && this.#due === null, `generation ${gen} is not the one that ends`);
    if (!this.#isStored) {
      this.#must(m, this.#readied === g, `G ${addressOf(g)} was not readied before`);
      this.#readied = 0;
      if (answer === 0) this.#asleep = g;
      return;
    }
    const untraced = this.#untraced[this.#again];
    this.#must(m, untraced?.g === g, `G ${addressOf(g)} is not the next without a status`);
    this.#again++;
    if (answer === 0 && untraced !== undefined) this.#due = untraced;
  }

  /** The M has set the scan bit of a G, which is that goroutine. */
  scans(g: number, by: number, status: number, goroutine: Goroutine): void {
    if (g !== this.#asleep || by !== this.#by) return;
    this.#untraced.push({ g, status, goroutine });
    this.#asleep = 0;
  }

  /** The status of a G is written by a writer without an M. Returns what was kept of it. */
  writes(m: number, gen: number, status: number, by: number): Untraced | null {
    this.#isBy(m, by);
    const due = this.#due;
    this.#must(m, gen === this.#gen && due !== null, 'no goroutine lacks a status');
    const was = due?.status ?? 0;
    this.#must(m, (traced[was] ?? []).includes(status), `the goroutine was ${statusName('G', was)}`);
    this.#due = null;
    return due;
  }

  /** A P is visited in a section. */
  visits(m: number, p: number, gen: number): void {
    const isNow = this.#isAfter ? this.#walked === -1 : !this.#isStored && this.#walked !== -1;
    this.#must(m, gen === this.#gen && isNow, 'no P is visited now');
    this.#must(m, !this.#visited.has(p), `P ${addressOf(p)} was visited before`);
    this.#visited.add(p);
  }

  /** StartTrace visits those, in the order of their ids. */
  visitsAll(m: number, ps: readonly number[], gen: number, procs: Procs): void {
    const isFirst = gen === this.#gen && !this.#isStored && this.#walked === -1 && this.#visited.size === 0;
    this.#must(m, isFirst, 'Ps are visited when a trace begins');
    this.#isAfter = true;
    for (const p of ps) {
      this.#must(m, !this.#visited.has(p), `P ${addressOf(p)} was visited before`);
      this.#visited.add(p);
    }
    this.#allVisited(procs);
    this.#isResized = false;
  }

  /** A P that is dead is readied. */
  readiesP(m: number, p: number, id: number, gen: number, by: number): void {
    if (this.#isAfter) {
      this.#must(m, by !== 0 || !this.#listing.isWhole, 'the M runs no goroutine');
      const ended = this.#stopped === -1 ? this.#gen - 1 : this.#stopped;
      this.#must(m, gen === ended + 1 && this.#visited.size === 0, 'a dead P is readied now');
    } else {
      this.#isBy(m, by);
      this.#must(m, gen === this.#gen && !this.#isStored, `generation ${gen} is not the one that ends`);
    }
    this.#must(m, id > this.#lastReadied, `P ${id} is readied after P ${this.#lastReadied}`);
    this.#lastReadied = id;
    this.#deadReadied.add(p);
  }

  /** There are more or fewer Ps. */
  resized(): void {
    this.#isResized = true;
  }

  /** The next generation is stored, or none. */
  stores(next: number, procs: Procs): void {
    this.#must(null, this.#walked !== -1 || this.#order.length === 0, 'none of allgs was gone over');
    this.#must(null, this.#readied === 0 && this.#walked >= this.#least, 'not all of allgs were gone over');
    if (!this.#isAfter) {
      this.#allVisited(procs);
      this.#allReadied(procs);
    }
    this.#isStored = true;
    this.#next = next;
  }

  /** The generation is flushed. */
  flushed(gen: number): void {
    this.#must(null, gen === this.#gen && this.#isStored, 'another generation ends');
    this.#must(
      null,
      this.#again === this.#untraced.length && this.#due === null,
      'not all without a status were looked at again',
    );
    this.#stopped = this.#next === this.#gen ? this.#gen : -1;
    this.#gen = this.#next;
    this.#isStored = false;
    this.#restart();
  }

  /** The reader has all of a generation. */
  done(procs: Procs): void {
    if (this.#isAfter && !this.#isResized) this.#allReadied(procs);
  }

  #allVisited(procs: Procs): void {
    for (const [p, isDead] of procs ?? [])
      this.#must(null, isDead !== this.#visited.has(p), `P ${addressOf(p)} was not visited, or is dead`);
  }

  #allReadied(procs: Procs): void {
    for (const [p, isDead] of procs ?? [])
      this.#must(
        null,
        isDead === this.#deadReadied.has(p),
        `P ${addressOf(p)} is dead and not readied, or is not`,
      );
  }

  /** `by` is 0 where the M runs no goroutine, or its goroutine is not known. */
  #isBy(m: number, by: number): void {
    if (this.#by === 0) this.#by = by;
    this.#must(m, by === this.#by && (by !== 0 || !this.#listing.isWhole), 'another goroutine does so');
  }

  #must(m: number | null, holds: boolean, words: string): void {
    if (!holds)
      throw new Rejection('traceAdvance', m, null, `traceAdvance of generation ${this.#gen}: ${words}`);
  }
}
