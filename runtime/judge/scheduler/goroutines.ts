/** Which goroutine each G is, as events tell it, until the G is dead. */
import { Rejection } from '../rejection.ts';
import { addressOf } from '../statuses.ts';

/** A goroutine, by its number; 0 where that is not known. */
export interface Goroutine {
  id: number;
}

export class Goroutines {
  /** The one that each G is now. */
  readonly #now = new Map<number, Goroutine>();
  readonly #addresses = new Map<number, number>();

  /** 0 where it is not known. */
  idOf(address: number): number {
    return this.#now.get(address)?.id ?? 0;
  }

  /** 0 where it is not known. */
  addressOf(id: number): number {
    return this.#addresses.get(id) ?? 0;
  }

  /** The goroutine that the G is now, which stays that one when the G is dead or another. */
  now(address: number): Goroutine {
    let goroutine = this.#now.get(address);
    if (goroutine === undefined) this.#now.set(address, (goroutine = { id: 0 }));
    return goroutine;
  }

  /** The goroutine of that address has that id. Throws a Rejection where it has another one. */
  is(m: number, address: number, id: number, event: string | undefined): void {
    if (address !== 0) this.was(m, address, this.now(address), id, event);
  }

  /** The same of the goroutine that the G was then. */
  was(m: number, address: number, goroutine: Goroutine, id: number, event: string | undefined): void {
    if (goroutine.id === id) return;
    if (goroutine.id !== 0)
      throw new Rejection(
        'told',
        m,
        null,
        `${event ?? 'an event'} has goroutine ${id}, and G ${addressOf(address)} is goroutine ${goroutine.id}`,
      );
    goroutine.id = id;
    if (this.#now.get(address) === goroutine) this.#addresses.set(id, address);
  }

  /** The next goroutine of the G is another one. */
  forget(address: number): void {
    const id = this.idOf(address);
    this.#now.delete(address);
    if (this.#addresses.get(id) === address) this.#addresses.delete(id);
  }
}
