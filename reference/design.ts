/**
 * What differs between the tracers of the Go releases, as far as this reference follows them. Written from the sources, on its
 * own: the model has a record of the same facts, and only a test in `conformance` compares the two.
 */
import type { TraceVersion } from '../wire/index.ts';

/** What the tracers of Go releases differ in, as far as the reference follows them. */
export interface Design {
  readonly name: string;
  /** The version in the header of the execution trace. */
  readonly header: TraceVersion;
  /** The word that keeps traceAdvance out: `seqlock`, of which only the parity counts, or `writing`, a boolean. */
  readonly lock: 'seqlock' | 'writing';
  /** What an acquire inside a section does: give up, load `trace.gen` again, or use the outer section's `entryGen`. */
  readonly reentry: 'drop' | 'reload' | 'entryGen';
  /** Functions between acquire and release that are not nosplit, by Go's names: a stack may grow at their prologues. */
  readonly split: readonly string[];
  /** Whether eventWriter copies the buffer pointer once and holds it across statuses, arguments and event (the parent). */
  readonly sharedWriter: boolean;
  /** Whether a nested acquire that finds generation 0 takes back what it counted (no release does). */
  readonly notOkReleases: boolean;
  /** Whether traceAdvance writes the statuses of Ps into the new generation, or before it into the one that ends. */
  readonly procStatuses: 'afterBump' | 'beforeBump';
  /**
   * What a P is taken from a system call by: its own status, swapped in a section that has begun before, or the scan bit of its
   * goroutine, set first.
   */
  readonly syscalls: 'procStatus' | 'scanBit';
  /** Whether a stop alone wakes the reader that waits. */
  readonly shutdownWakesReader: boolean;
}

const seed: Design = {
  name: 'seed',
  header: 23,
  lock: 'seqlock',
  reentry: 'reload',
  split: [],
  sharedWriter: false,
  notOkReleases: false,
  procStatuses: 'afterBump',
  syscalls: 'procStatus',
  shutdownWakesReader: true,
};

const refillSplit = ['traceWriter.refill'] as const;

const go124: Design = { ...seed, name: '1.24', split: refillSplit };

const go125: Design = { ...go124, name: '1.25', header: 25, shutdownWakesReader: false };

const go126: Design = {
  ...go125,
  name: '1.26',
  header: 26,
  lock: 'writing',
  reentry: 'entryGen',
  procStatuses: 'beforeBump',
  syscalls: 'scanBit',
};

/** By the names that the model uses, too. */
export const designs: Readonly<Record<string, Design>> = {
  '1.23': {
    ...seed,
    name: '1.23',
    reentry: 'drop',
    split: [
      'traceLocker.writer',
      'traceWriter.event',
      'traceWriter.end',
      'traceWriter.ensure',
      'traceWriter.refill',
      'traceBuf.byte',
      'traceBuf.varint',
    ],
    sharedWriter: true,
  },
  seed,
  'seed-entry-gen': { ...seed, name: 'seed-entry-gen', reentry: 'entryGen' },
  'seed-undo': { ...seed, name: 'seed-undo', notOkReleases: true },
  '1.24': go124,
  '1.24-nosplit': { ...go124, name: '1.24-nosplit', split: [] },
  '1.25': go125,
  '1.26': go126,
  '1.26-nosplit': { ...go126, name: '1.26-nosplit', split: [] },
};

/** Releases whose tracer is an older one's, under a name of their own. Go 1.27 writes the header of 1.26, too. */
export const alike: Readonly<Record<string, Design>> = { '1.27': { ...go126, name: '1.27' } };

/** The design of that name. Throws a RangeError that lists the known ones. */
export function designNamed(name: string): Design {
  const all = { ...designs, ...alike };
  const design = Object.hasOwn(all, name) ? all[name] : undefined;
  if (design === undefined) {
    throw new RangeError(`no design is called '${name}'; choose one of ${Object.keys(all).join(', ')}`);
  }
  return design;
}
