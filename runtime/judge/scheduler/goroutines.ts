/** Which goroutine each G is, as events tell it, until the G is dead. */
import { Rejection } from '../rejection.ts';
import { addressOf } from '../statuses.ts';

export class Goroutines {
  readonly #ids = new Map<number, number>();
  readonly #addresses = new Map<number, number>();

  /** 0 where it is not known. */
  idOf(address: number): number {
    return this.#ids.get(address) ?? 0;
  }

  /** 0 where it is not known. */
  addressOf(id: number): number {
    return this.#addresses.get(id) ?? 0;
  }

  /** The goroutine of that address has that id. Throws a Rejection where it has another one. */
  is(m: number, address: number, id: number, event: string | undefined): void {
    if (address === 0) return;
    const known = this.#ids.get(address);
    if (known === id) return;
    if (known !== undefined)
      throw new Rejection(
        'told',
        m,
        null,
        `${event ?? 'an event'} has goroutine ${id}, and G ${addressOf(address)} is goroutine ${known}`,
      );
    this.#ids.set(address, id);
    this.#addresses.set(id, address);
  }

  /** The next goroutine of the G is another one. */
  forget(address: number): void {
    const id = this.#ids.get(address);
    if (id === undefined) return;
    this.#ids.delete(address);
    if (this.#addresses.get(id) === address) this.#addresses.delete(id);
  }
}
