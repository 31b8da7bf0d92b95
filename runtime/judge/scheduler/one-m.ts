/** An M followed by its records in one view: the places of the program where it may be, and the names that they have. */
import { Rejection, Unmodelled } from '../rejection.ts';
import { addressOf } from '../statuses.ts';
import type { Machine, Step } from './machine.ts';
import { CUT, NOWHERE } from './machine.ts';
import { CLOSE, OPEN } from './symbols.ts';
import { MAY_BE_ON } from './walk.ts';

/** The most places that an M was at once. */
export interface Frontier {
  most: number;
}

/** What the record does, in words, for who has to say that it cannot. */
export type Words = () => string;

export class OneM {
  readonly #machine: Machine;
  readonly #frontier: Frontier;
  readonly #m: number;
  #set: number;
  #names: number[] = [];
  /** The set before the section, once the section has a record in this view. */
  #before: { readonly set: number; readonly names: number[] } | null = null;
  /** Makes the rejection of the record that no way leads to. Whether that is a fault is known at the section's end. */
  #lost: (() => Rejection) | null = null;
  #isOpen = false;
  /** The section has something that only read functions do. */
  #isKnown = false;
  #isAstray = false;

  constructor(machine: Machine, m: number, frontier: Frontier) {
    this.#machine = machine;
    this.#m = m;
    this.#frontier = frontier;
    this.#set = machine.start;
  }

  /** What the M has: an address, or 0 where that is not known. */
  get has(): number {
    return this.#lost === null ? (this.#names[this.#machine.hasOf(this.#set)] ?? 0) : 0;
  }

  /** The M has been in a function that no program has, and not in one since that they have. */
  get isAstray(): boolean {
    return this.#isAstray;
  }

  strays(): void {
    this.#isAstray = true;
  }

  /** It may be anywhere after such a function. */
  forget(): void {
    this.#isAstray = true;
    this.anywhere();
  }

  anywhere(): void {
    this.#set = this.#machine.start;
    this.#names = [];
    this.#lost = null;
  }

  opens(): void {
    this.#isOpen = true;
    this.#before = null;
    this.#isKnown = false;
  }

  /**
   * Takes a record. Returns the address of what the program says that the record is about, 0 where it leaves that open. `isKnown`: only
   * functions that are read do that. `mayBeAstray`: the M may be in another one. `isLook`: it may be that of a function which the part leaves out, and changes nothing. Outside of a section, throws a Rejection where no way leads to it.
   */
  take(
    symbol: number,
    {
      resource,
      enabled,
      isKnown,
      mayBeAstray,
      isLook = false,
    }: {
      readonly resource: number;
      readonly enabled: number;
      readonly isKnown: boolean;
      readonly mayBeAstray: boolean;
      readonly isLook?: boolean;
    },
    words: Words,
  ): number {
    if (this.#isOpen && this.#before === null) {
      this.#before = { set: this.#set, names: [...this.#names] };
      this.#feed(OPEN, 0, enabled | MAY_BE_ON, words);
    }
    if (isKnown) this.#isKnown = true;
    if (isLook && !this.#leads(symbol, resource, enabled)) return 0;
    const of = this.#feed(symbol, resource, enabled, words);
    if (this.#isOpen) return of;
    if (this.#lost === null) this.#isAstray &&= !isKnown;
    else if (mayBeAstray) this.anywhere();
    else throw this.#lost();
    return of;
  }

  /** The section ends. `mayBeAstray`: the M may have been in a function that no program has. Throws a Rejection where no way led through the section. */
  closes(enabled: number, mayBeAstray: boolean): void {
    const before = this.#before;
    this.#isOpen = false;
    this.#before = null;
    // It had no record in this view.
    if (before === null) return;
    this.#feed(CLOSE, 0, enabled, () => `M${this.#m} ends its section`);
    const lost = this.#lost;
    this.#lost = null;
    if (lost === null) {
      // It may have been the section of a function that no program has, and only looked.
      if (this.#isKnown) this.#isAstray = false;
      else this.#orStays(before);
    } else if (mayBeAstray) this.anywhere();
    else if (this.#isKnown) throw lost();
    else {
      this.#set = before.set;
      this.#names = before.names;
    }
  }

  /** The M may be where it was, too. */
  #orStays({ set, names }: { readonly set: number; readonly names: readonly number[] }): void {
    const all = [...this.#names, ...names.filter((one) => !this.#names.includes(one))];
    const merged = this.#machine.merged(
      this.#set,
      set,
      names.map((one) => all.indexOf(one)),
    );
    this.#goes(merged, all);
  }

  #goes({ to, names }: Pick<Step, 'to' | 'names'>, had: readonly number[]): void {
    // What the judge does not keep may be where the run goes on: neither verdict is known.
    if (to === CUT) throw new Unmodelled('more ways lead to this record than the judge keeps of one M');
    this.#names = names.map((name) => had[name] ?? 0);
    this.#set = to;
    this.#frontier.most = Math.max(this.#frontier.most, this.#machine.sizeOf(to));
  }

  #leads(symbol: number, resource: number, enabled: number): boolean {
    return this.#machine.step(this.#set, symbol, this.#nameOf(resource), enabled).to !== NOWHERE;
  }

  /** Its place in the list of names; -1 for none. */
  #nameOf(resource: number): number {
    if (resource === 0) return -1;
    const known = this.#names.indexOf(resource);
    return known === -1 ? this.#names.length : known;
  }

  #feed(symbol: number, resource: number, enabled: number, words: Words): number {
    if (this.#lost !== null) return 0;
    const name = this.#nameOf(resource);
    const { to, names, of } = this.#machine.step(this.#set, symbol, name, enabled);
    if (to === NOWHERE) {
      this.#lost = this.#rejection(words);
      return 0;
    }
    const about = this.#names[of] ?? 0;
    this.#goes({ to, names }, name >= this.#names.length ? [...this.#names, resource] : this.#names);
    return about;
  }

  /** Later, of what is known now: most are of functions that no program has, and nobody asks. */
  #rejection(words: Words): () => Rejection {
    const [set, has] = [this.#set, this.has];
    return () => {
      const [letter, what] = this.#machine.view.root === 'g' ? ['G', 'goroutines'] : ['P', 'Ps'];
      const places = this.#machine.placesOf(set).slice(0, 4).join(', ');
      const having = has === 0 ? '' : `, with ${letter} ${addressOf(has)}`;
      return new Rejection(
        what,
        this.#m,
        null,
        `${words()}, and no way in the programs leads there: the M was at ${places}${having}`,
      );
    };
  }
}
