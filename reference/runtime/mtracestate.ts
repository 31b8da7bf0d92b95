/** What the tracer keeps of an M. Source: runtime/traceruntime.go (mTraceState). */
import type { TraceBuf } from './tracebuf.ts';

/** The tracer's state of one M. Go: mTraceState. */
export class MTraceState {
  /** Designs with a seqlock: odd while the M is in a section. */
  seqlock = 0;
  /** Designs from 1.26 on: up while the M is in a section. */
  writing = false;
  entryGen = 0;
  reentered = 0;
  /** By gen%2. */
  readonly buf: [TraceBuf | null, TraceBuf | null] = [null, null];
  oldthrowsplit = false;
  /** What the thread has stored there and others do not find yet, the oldest first. */
  readonly waiting: Waiting = { seqlock: [], writing: [], buf: [[], []] };
}

/** A store that waits before others find it (machine/tso.ts). */
export interface Store {
  /** The values of its variable that wait, this one among them: for onlookers. */
  readonly waiting: readonly unknown[];
  readonly isAtomic: boolean;
  /** Writes it to memory. */
  readonly arrive: () => void;
}

interface Waiting {
  readonly seqlock: number[];
  readonly writing: boolean[];
  readonly buf: readonly [(TraceBuf | null)[], (TraceBuf | null)[]];
}
