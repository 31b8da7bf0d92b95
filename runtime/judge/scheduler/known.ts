/** What is known of all Ms, Gs and Ps after a record. */
import { Changes } from './changes.ts';
import { Advance } from './advance.ts';
import type { Followed } from './followed.ts';
import { Goroutines } from './goroutines.ts';
import { Lists } from './lists.ts';
import type { Listing } from './listing.ts';
import type { Machine } from './machine.ts';
import { OneM } from './one-m.ts';
import type { Frontier } from './one-m.ts';
import { Owners } from './owners.ts';
import { Shape } from './shape.ts';
import { TraceReader } from './trace-reader.ts';
import { MAY_BE_OFF, MAY_BE_ON } from './walk.ts';

export interface Machines {
  readonly goroutines: Machine;
  readonly procs: Machine;
}

export class Known {
  readonly machines: Machines;
  readonly sites: readonly string[];
  readonly listing: Listing = { isRead: false, isWhole: false };
  readonly changes = new Changes(this.listing);
  readonly owners = new Owners();
  readonly advance = new Advance(this.listing);
  readonly goroutines = new Goroutines();
  readonly lists = new Lists(this);
  readonly reader: TraceReader;
  readonly frontier: Frontier = { most: 0 };
  /** Addresses of Ps by id. */
  readonly procs = new Map<number, number>();
  /** The other way round. */
  readonly procIds = new Map<number, number>();
  readonly #ms: (Followed | undefined)[];
  #enabled = false;
  #changedAt = -1;

  constructor(machines: Machines, sites: readonly string[], ms: number) {
    this.machines = machines;
    this.sites = sites;
    this.#ms = Array.from({ length: ms }, () => undefined);
    this.reader = new TraceReader(ms);
  }

  /** Of a P; -1 where it is not known. */
  idOf(proc: number): number {
    return this.procIds.get(proc) ?? -1;
  }

  m(id: number): Followed {
    let m = this.#ms[id];
    if (m === undefined) {
      const of = (machine: Machine): OneM => new OneM(machine, id, this.frontier);
      m = {
        goroutines: of(this.machines.goroutines),
        procs: of(this.machines.procs),
        shape: new Shape(id),
        ...{ gens: [], last: -1, changed: 0, said: 0, foundNone: false, fresh: 0, begun: 0, isGone: false },
      };
      this.#ms[id] = m;
    }
    return m;
  }

  /** trace.enabled is stored by that record. */
  switched(n: number, enabled: boolean): void {
    this.#enabled = enabled;
    this.#changedAt = n;
  }

  /** What the M may have read of trace.enabled since its last record. */
  readBy({ last, foundNone }: Followed): number {
    const now = this.#enabled ? MAY_BE_ON : MAY_BE_OFF;
    return last < this.#changedAt || last === -1
      ? MAY_BE_ON | MAY_BE_OFF
      : foundNone
        ? now | MAY_BE_OFF
        : now;
  }
}
