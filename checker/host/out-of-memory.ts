/** Memory that the system does not give: inside the checker an error of its own, outside of it the limit `memory`. */
export class OutOfMemory extends Error {
  override readonly name = 'OutOfMemory';
}

/** What `make` allocates. V8 reports a buffer that the system refuses, or that is longer than any may be, as a RangeError. */
export function allocated<T>(make: () => T): T {
  try {
    return make();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new OutOfMemory('a buffer could not be allocated', { cause });
  }
}

/** What `make` allocates for `bytes`, else for half as many, and so on down to some KiB. */
export function halving<T>(bytes: number, make: (bytes: number) => T): T {
  for (let tried = bytes; ; tried /= 2) {
    try {
      return make(tried);
    } catch (error) {
      if (!(error instanceof OutOfMemory) || tried < 2 ** 20) throw error;
    }
  }
}

/** What `make` gives, or null where memory runs out. */
export function orNull<T>(make: () => T): T | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof OutOfMemory) return null;
    throw error;
  }
}
