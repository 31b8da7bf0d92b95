/** What the judge keeps of an M that it follows by the records of the scheduler. */
import type { OneM } from './one-m.ts';
import type { Shape } from './shape.ts';
import type { View } from './views.ts';

export interface Followed {
  readonly goroutines: OneM;
  readonly procs: OneM;
  readonly shape: Shape;
  /** Generations of its open sections, the outermost first. */
  readonly gens: number[];
  last: number;
  /** The G whose status it has changed in its section; 0 for none. */
  changed: number;
  /** The goroutine that it has said something of there, by id; 0 for none. */
  said: number;
  /** Its last record says that it found no generation. */
  foundNone: boolean;
  /** The G that it has just made a new goroutine of, which is reset next; 0 for none. */
  fresh: number;
  /** Its thread has ended, and another M did away with it. */
  isGone: boolean;
  /** The P whose id its record before had; 0 for none. */
  begun: number;
}

/** The M may be in a function that no program has. What that does with goroutines, it may do with Ps. */
export const mayBeAstray = ({ goroutines, procs }: Followed, root: View['root']): boolean =>
  goroutines.isAstray || (root === 'p' && procs.isAstray);
