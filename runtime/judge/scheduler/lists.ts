/** The lists of all Gs and Ps that a log begins and ends with. */
import { Rejection } from '../rejection.ts';
import { addressOf } from '../statuses.ts';
import type { Advance } from './advance.ts';
import type { Changes } from './changes.ts';
import type { Goroutines } from './goroutines.ts';
import type { Listing } from './listing.ts';
import type { Owners } from './owners.ts';

/** What a list is compared with. */
interface Compared {
  readonly changes: Changes;
  readonly owners: Owners;
  readonly goroutines: Goroutines;
  readonly advance: Advance;
  readonly listing: Listing;
  /** Addresses of Ps by id, and the other way round. */
  readonly procs: Map<number, number>;
  readonly procIds: Map<number, number>;
}

/** What a record of a list says of a G or P. `m` is one more than the M that has it; 0 for none. */
export interface Listed {
  readonly resource: number;
  readonly status: number;
  /** The number of its goroutine, 0 for none; or of the P. */
  readonly id: number;
  readonly m: number;
}

export class Lists {
  readonly #known: Compared;
  /** Gs and Ps of the list that is being read. */
  readonly #gs = new Set<number>();
  readonly #ps = new Map<number, number>();
  /** The M that makes it; -1 where none is made. */
  #by = -1;
  #place = -1;

  constructor(known: Compared) {
    this.#known = known;
  }

  goroutine(by: number, { resource, status, id, m }: Listed): void {
    const { changes, owners, goroutines, advance, listing } = this.#known;
    if (this.#by !== -1 && this.#by !== by) throw this.#rejection(by, `M${this.#by} makes the list`);
    this.#by = by;
    this.#once(by, this.#gs, resource, 'G');
    this.#gs.add(resource);
    if (listing.isWhole && changes.statusOf(resource) === -1)
      throw this.#rejection(by, `G ${addressOf(resource)} is new in a list`);
    const place = advance.placeOf(resource);
    if (place !== -1 && place < this.#place)
      throw this.#rejection(by, `G ${addressOf(resource)} stands elsewhere in allgs`);
    this.#place = Math.max(place, this.#place);
    changes.lists(by, resource, status, 'G');
    if (!owners.fits(m - 1, resource) && m !== 0)
      throw this.#rejection(by, `G ${addressOf(resource)} runs on another M`);
    if (m !== 0) owners.runs(m - 1, resource);
    if (id !== 0) goroutines.is(by, resource, id, 'the list');
    advance.lists(resource);
  }

  /** It may be one that begins, and not of a list. */
  proc(by: number, { resource, status, id, m }: Listed): void {
    const { changes, owners } = this.#known;
    this.#once(by, this.#ps, resource, 'P');
    this.#ps.set(resource, by);
    names(this.#known, by, resource, id);
    changes.lists(by, resource, status, 'P');
    if (m !== 0) owners.has(m - 1, resource);
  }

  /** It was. */
  begins(resource: number): void {
    this.#ps.delete(resource);
  }

  /** The list is whole, and has so many Gs. */
  ends(by: number, many: number): void {
    if (many !== this.#gs.size || this.#ps.size !== this.#known.procIds.size)
      throw this.#rejection(by, `the list has ${this.#gs.size} Gs and ${this.#ps.size} Ps`);
    if ([...this.#ps.values(), this.#by].some((one) => one !== by))
      throw this.#rejection(by, 'another M made the list');
    const ids = [...this.#ps.keys()].map((p) => this.#known.procIds.get(p) ?? -1);
    if (ids.some((one, at) => at > 0 && one <= (ids[at - 1] ?? -1)))
      throw this.#rejection(by, 'Ps are listed in the order of allp');
    this.#gs.clear();
    this.#ps.clear();
    this.#place = -1;
    this.#by = -1;
    this.#known.listing.isRead = true;
  }

  #once(by: number, all: { has: (one: number) => boolean }, resource: number, letter: string): void {
    if (all.has(resource)) throw this.#rejection(by, `${letter} ${addressOf(resource)} is listed twice`);
  }

  #rejection(by: number, words: string): Rejection {
    return new Rejection('scheduler', by, null, words);
  }
}

/** A P has that id. Throws a Rejection where it had another one. */
function names({ procs, procIds }: Compared, by: number, resource: number, id: number): void {
  const before = procs.get(id);
  if (before !== resource && (before !== undefined || procIds.has(resource)))
    throw new Rejection(
      'scheduler',
      by,
      null,
      `P ${id} was another, or ${addressOf(resource)} had another id`,
    );
  procIds.set(resource, id);
  procs.set(id, resource);
}
