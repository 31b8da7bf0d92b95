/** The programs of released trees, in our own words: steps, no text of Go's. scripts/programs.ts makes the file. */
import { keptReleases } from '#releases';
import type { OfKinds } from '../language/kinds.ts';
import { mapKinds } from '../language/kinds.ts';
import type { ProgramPart } from '../language/parts.ts';
import type { Programs, ThreadProgram } from '../language/program.ts';

/** By function, what it leaves out in some release: the hashes of the statements, sorted. */
export type KnownLeftOut = Readonly<Record<string, readonly string[]>>;

export interface ReleasePrograms {
  /** The tree that was read: `go1.26.8`. */
  readonly release: string;
  readonly programs: Programs;
  /** Function to file. */
  readonly files: Readonly<Record<string, string>>;
}

/** What the file has of a part: the number of each thread's program. What does the same in another part or release has the same number. */
export type KeptPrograms = OfKinds<number>;

interface Releases {
  readonly leftOut: Readonly<Record<ProgramPart, KnownLeftOut>>;
  readonly releases: Readonly<Record<string, KeptRelease>>;
}

interface KeptRelease extends Pick<ReleasePrograms, 'release' | 'files'> {
  /** Without those that cannot be read of it. */
  readonly parts: Readonly<Partial<Record<ProgramPart, KeptPrograms>>>;
}

let read: (Releases & { readonly programOf: (number: number) => ThreadProgram }) | undefined;

/** Sound because scripts/programs.ts writes the file from values of these types, and a test compares it with the trees. */
function releases(): NonNullable<typeof read> {
  if (read !== undefined) return read;
  const file = keptReleases();
  const known = new Map<number, ThreadProgram>();
  const programOf = (number: number): ThreadProgram => {
    const found = known.get(number) ?? (file.program(number) as ThreadProgram);
    known.set(number, found);
    return found;
  };
  return (read = { ...(file.head as Releases), programOf });
}

export const knownLeftOut = (part: ProgramPart): KnownLeftOut => releases().leftOut[part];

/** By the names of their designs: `1.23` to `1.27`. */
export const releasesWithPrograms = (): readonly string[] => Object.keys(releases().releases);

/** Undefined where nothing of that name was kept, or the part cannot be read of it. */
export function programsOfRelease(name: string, part: ProgramPart = 'core'): ReleasePrograms | undefined {
  const kept = releases().releases[name];
  const numbers = kept?.parts[part];
  if (kept === undefined || numbers === undefined) return undefined;
  const { release, files } = kept;
  return { release, files, programs: mapKinds(numbers, (number) => releases().programOf(number)) };
}
