/**
 * When a search is worth more threads. To start two takes some 0.4 s of CPU time, most of it for the code of the model. So a
 * search begins with one, on the calling thread, and that one goes on while the others start.
 */

/** What is known of a search of one thread. */
export interface Pace {
  /** Milliseconds of CPU time that it has taken. */
  readonly cpuMs: number;
  /** Milliseconds of CPU time that the rest of its level will take. */
  readonly levelMs: number;
  readonly expanded: number;
}

/** Tests put others here. */
export const sharing = {
  /** Whether other threads are to take part from here on. */
  isDue: ({ cpuMs, levelMs }: Pace): boolean => cpuMs >= 400 && levelMs >= 50,
  /** Whether the search rests until the others have started. */
  waits: false,
};
