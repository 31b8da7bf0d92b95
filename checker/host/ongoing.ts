/** Work that is awaited as a promise, and tells how far it has come to whoever iterates it. */

/**
 * A promise of a result that can be iterated while it is worked on: `for await (const progress of work)` gets the newest snapshot each
 * time that it asks, and ends with the work; what makes the promise reject is thrown there, too. To leave the loop ends nothing:
 * an AbortSignal does.
 */
export interface Ongoing<T, P> extends Promise<T>, AsyncIterable<P> {}

/** Begins work in the next turn, so that whoever iterates it at once hears of its beginning. It calls `tell` with each snapshot. */
export function ongoing<T, P>(work: (tell: (progress: P) => void) => Promise<T>): Ongoing<T, P> {
  const listeners = new Set<(progress: P) => void>();
  const promise = Promise.resolve().then(() =>
    work((progress) => {
      for (const hear of listeners) hear(progress);
    }),
  );
  return Object.assign(promise, {
    [Symbol.asyncIterator]: () => snapshots(promise, listeners),
  });
}

async function* snapshots<P>(
  promise: Promise<unknown>,
  listeners: Set<(progress: P) => void>,
): AsyncGenerator<P, void, undefined> {
  const newest: P[] = [];
  const work = { isOver: false };
  let wake = (): void => undefined;
  const hear = (progress: P): void => {
    newest[0] = progress;
    wake();
  };
  listeners.add(hear);
  const end = (): void => {
    work.isOver = true;
    wake();
  };
  promise.then(end, end);
  try {
    for (;;) {
      const progress = newest.pop();
      if (progress !== undefined) yield progress;
      else if (work.isOver) break;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
    await promise;
  } finally {
    listeners.delete(hear);
  }
}
