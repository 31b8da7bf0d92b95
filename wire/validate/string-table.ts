import type { WireValue } from '../decode/cursor.ts';

/** The strings of one generation, by id. 0 is the empty string, which no table defines. */
export class StringTable {
  readonly #bytes = new Map<WireValue, Uint8Array>();

  has(id: WireValue): boolean {
    return id === 0 || this.#bytes.has(id);
  }

  /** False where the id has one already. */
  add(id: WireValue, bytes: Uint8Array): boolean {
    if (this.has(id)) return false;
    this.#bytes.set(id, bytes);
    return true;
  }

  /** A character for each byte: what is equal in Go is equal here, and nothing else. Undefined where the id is unknown. */
  text(id: WireValue): string | undefined {
    if (id === 0) return '';
    const bytes = this.#bytes.get(id);
    return bytes && String.fromCharCode(...bytes);
  }
}
