/** A lock that is given to those who wait for it in their order. */
export class Lock {
  #holder: number | null = null;
  readonly #waiting: { readonly who: number; readonly enter: () => void }[] = [];

  /** Resolves when `who` has the lock. */
  acquire(who: number): Promise<void> {
    if (this.#holder === null) {
      this.#holder = who;
      return Promise.resolve();
    }
    return new Promise((enter) => {
      this.#waiting.push({ who, enter });
    });
  }

  release(): void {
    const next = this.#waiting.shift();
    this.#holder = next?.who ?? null;
    next?.enter();
  }

  get holder(): number | null {
    return this.#holder;
  }

  get waiting(): readonly number[] {
    return this.#waiting.map(({ who }) => who);
  }
}
