/**
 * An argument of an event: a number where it is at most 2^53-1, else a bigint. Each value has one form only, so two are
 * the same argument where `===` says so.
 */
export type WireValue = number | bigint;

/** Thrown by a cursor; whoever knows the place makes a WireError of it. */
export type Damage = 'cut' | 'overflow';

/** Reads bytes and LEB128 numbers of at most 64 bits. It is plain, because tests compare the fast printer with it. */
export class Cursor {
  bytes: Uint8Array;
  at: number;
  /** Why the last read gave undefined. */
  damage: Damage = 'cut';

  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes;
    this.at = at;
  }

  /** The next byte, or undefined at the end. */
  byte(): number | undefined {
    const byte = this.bytes[this.at];
    if (byte === undefined) this.damage = 'cut';
    else this.at++;
    return byte;
  }

  /** The next number, or undefined where the bytes end in it or it has more than 64 bits; `at` then stays. */
  uvarint(): WireValue | undefined {
    let at = this.at;
    let low = 0;
    // 49 bits fit a number whatever they are; what is longer is put together again, exactly.
    for (let scale = 1; scale < 2 ** 49; scale *= 128) {
      const byte = this.bytes[at++];
      if (byte === undefined) return this.#failed('cut');
      low += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        this.at = at;
        return low;
      }
    }
    let value = BigInt(low);
    for (let shift = 49n; ; shift += 7n) {
      const byte = this.bytes[at++];
      if (byte === undefined) return this.#failed('cut');
      // The tenth byte has room for one bit.
      if (shift === 63n && byte > 1) return this.#failed('overflow');
      value += BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) {
        this.at = at;
        return value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
      }
    }
  }

  #failed(damage: Damage): WireValue | undefined {
    this.damage = damage;
    return undefined;
  }
}
