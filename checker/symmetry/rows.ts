/**
 * A set of rows of integers, numbered in the order in which they came. It is emptied and filled again and again; its
 * buffers grow to the most rows met and are kept.
 */
export class Rows {
  count = 0;
  readonly #width: number;
  #room = 64;
  #rows: Int32Array;
  #table: Int32Array;

  constructor(width: number) {
    this.#width = width;
    this.#rows = new Int32Array(this.#room * width);
    this.#table = new Int32Array(this.#room * 2);
  }

  clear(): void {
    if (this.count > 0) this.#table.fill(0);
    this.count = 0;
  }

  /** The number of `row`, which is added where it is new: then it is `count` before. */
  add(row: Int32Array): number {
    const slot = this.#find(row);
    const known = (this.#table[slot] ?? 0) - 1;
    if (known >= 0) return known;
    if (this.count === this.#room) {
      this.#grow();
      return this.add(row);
    }
    this.#rows.set(row, this.count * this.#width);
    this.#table[slot] = this.count + 1;
    return this.count++;
  }

  copy(row: number, to: Int32Array): void {
    for (let at = 0; at < this.#width; at++) to[at] = this.#rows[row * this.#width + at] ?? 0;
  }

  has(row: Int32Array): boolean {
    return this.#table[this.#find(row)] !== 0;
  }

  /** The slot that holds the row's number plus one, or 0 where it would go. */
  #find(row: Int32Array): number {
    let slot = this.#slotOf(row);
    for (; ; slot = (slot + 1) & (this.#table.length - 1)) {
      const known = (this.#table[slot] ?? 0) - 1;
      if (known < 0) return slot;
      let at = 0;
      while (at < this.#width && this.#rows[known * this.#width + at] === row[at]) at++;
      if (at === this.#width) return slot;
    }
  }

  #slotOf(row: Int32Array): number {
    let hash = 0x9e3779b9 | 0;
    for (let at = 0; at < this.#width; at++) {
      hash = Math.imul(hash ^ (row[at] ?? 0), 0x85ebca6b);
      hash ^= hash >>> 15;
    }
    return hash & (this.#table.length - 1);
  }

  #grow(): void {
    const { count } = this;
    const before = this.#rows;
    this.#room *= 2;
    this.#rows = new Int32Array(this.#room * this.#width);
    this.#table = new Int32Array(this.#room * 2);
    this.count = 0;
    for (let row = 0; row < count; row++)
      this.add(before.subarray(row * this.#width, (row + 1) * this.#width));
  }
}
