/** A queue of at most `room` numbers, in an array that is written round and round. */
export class Ring {
  readonly #slots: number[];
  #first = 0;
  #length = 0;

  constructor(room: number) {
    this.#slots = Array.from({ length: room }, () => 0);
  }

  push(value: number): void {
    if (this.#length === this.#slots.length) throw new RangeError('the queue is full');
    this.#slots[(this.#first + this.#length++) % this.#slots.length] = value;
  }

  shift(): number {
    if (this.#length === 0) throw new RangeError('the queue is empty');
    const value = this.#slots[this.#first] ?? 0;
    this.#first = (this.#first + 1) % this.#slots.length;
    this.#length--;
    return value;
  }

  get items(): readonly number[] {
    return Array.from(
      { length: this.#length },
      (_, index) => this.#slots[(this.#first + index) % this.#slots.length] ?? 0,
    );
  }
}
