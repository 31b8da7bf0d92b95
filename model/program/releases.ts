/** The programs of released trees, in our own words: steps, no text of Go's. scripts/programs.ts makes the file. */
import { keptReleases } from '#releases';
import type { OfKinds } from './kinds.ts';
import { mapKinds } from './kinds.ts';
import type { ProgramPart } from './parts.ts';
import type { Programs, ThreadProgram } from './program.ts';

/** By function, what it leaves out in some release: the hashes of the statements, sorted. */
export type KnownLeftOut = Readonly<Record<string, readonly string[]>>;

export interface ReleasePrograms {
  /** The tree that was read: `go1.26.8`. */
  readonly release: string;
  readonly programs: Programs;
  /** Function to file. */
  readonly files: Readonly<Record<string, string>>;
}

/** What the file has of a part: the threads that do the same as in the core are not written again. */
export type KeptPrograms = OfKinds<ThreadProgram | 'as in the core'>;

interface Releases {
  readonly leftOut: Readonly<Record<ProgramPart, KnownLeftOut>>;
  readonly releases: Readonly<Record<string, KeptRelease>>;
}

interface KeptRelease extends Pick<ReleasePrograms, 'release' | 'files'> {
  readonly parts: Readonly<Record<ProgramPart, KeptPrograms>>;
}

let read: Releases | undefined;

/** Sound because scripts/programs.ts writes the file from values of these types, and a test compares it with the trees. */
function releases(): Releases {
  read ??= keptReleases() as Releases;
  return read;
}

export const knownLeftOut = (part: ProgramPart): KnownLeftOut => releases().leftOut[part];

/** By the names of their designs: `1.24`, `1.25`, `1.26`. */
export const releasesWithPrograms = (): readonly string[] => Object.keys(releases().releases);

export function programsOfRelease(name: string, part: ProgramPart = 'core'): ReleasePrograms | undefined {
  const kept = releases().releases[name];
  if (kept === undefined) return undefined;
  const { release, files, parts } = kept;
  const programs = mapKinds(parts[part], (program, kind): ThreadProgram => {
    const own = program === 'as in the core' ? parts.core[kind] : program;
    if (own === undefined || own === 'as in the core')
      throw new Error(`releases.json lacks what ${kind} does in the core of ${release}`);
    return own;
  });
  return { release, files, programs };
}
