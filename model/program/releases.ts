/** The programs of released trees, in our own words: steps, no text of Go's. scripts/programs.ts makes the file. */
import { keptReleases } from '#releases';
import type { Programs } from './program.ts';

/** By function, what it leaves out in some release: the hashes of the statements, sorted. */
export type KnownLeftOut = Readonly<Record<string, readonly string[]>>;

export interface ReleasePrograms {
  /** The tree that was read: `go1.26.8`. */
  readonly release: string;
  readonly programs: Programs;
  /** Function to file. */
  readonly files: Readonly<Record<string, string>>;
}

interface Releases {
  readonly leftOut: KnownLeftOut;
  readonly releases: Readonly<Record<string, ReleasePrograms>>;
}

let read: Releases | undefined;

/** Sound because scripts/programs.ts writes the file from values of these types, and a test compares it with the trees. */
function releases(): Releases {
  read ??= keptReleases() as Releases;
  return read;
}

export const knownLeftOut = (): KnownLeftOut => releases().leftOut;

/** By the names of their designs: `1.24`, `1.25`, `1.26`. */
export const releasesWithPrograms = (): readonly string[] => Object.keys(releases().releases);

export const programsOfRelease = (name: string): ReleasePrograms | undefined => releases().releases[name];
