/** A stack of 32-bit numbers that grows by doubling. An array of numbers would end the process where memory ends. */
import { allocated, orNull } from '../host/out-of-memory.ts';

export class Ints {
  #numbers = new Int32Array(1024);
  length = 0;

  /** False where there is no memory for one more. */
  push(number: number): boolean {
    if (this.length === this.#numbers.length) {
      const larger = orNull(() => allocated(() => new Int32Array(this.length * 2)));
      if (larger === null) return false;
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[this.length++] = number;
    return true;
  }

  pop(): number {
    return this.length === 0 ? 0 : (this.#numbers[--this.length] ?? 0);
  }

  /** The numbers from the bottom up; valid until the next push. */
  used(): Int32Array {
    return this.#numbers.subarray(0, this.length);
  }

  replace(numbers: ArrayLike<number>): void {
    this.#numbers = Int32Array.from(numbers);
    this.length = numbers.length;
  }
}
