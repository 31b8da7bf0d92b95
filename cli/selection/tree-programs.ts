/** The programs of steps that a Go tree's own sources have. */
import type { Facts, ReadPrograms } from '../../facts/index.ts';
import { GoTreeError, readPrograms, splitPoints } from '../../facts/index.ts';
import type { Granularity, ProgramPart } from '../../model/index.ts';
import { boundsNamed, partOf, programStory } from '../../model/index.ts';
import { UsageError } from '../errors.ts';
import { platformOf } from './go-tree.ts';
import { granularityWords, programsSelection, sizeOf } from './programs.ts';
import type { Selection, TreeOptions } from './selection.ts';
import { readSubject, treeWords } from './tree-words.ts';

/** The programs of a tree that was read. Throws a RangeError where the steps need something that programs do not have. */
export function programsSelectionOf(
  {
    programs,
    files,
    runtimeDir,
    version,
  }: Pick<ReadPrograms, 'programs' | 'files' | 'runtimeDir' | 'version'>,
  {
    dir,
    config,
    granularity,
    facts,
    options,
  }: {
    readonly dir: string;
    readonly config: string;
    readonly granularity: Granularity;
    /** For what would mend a counterexample; null where the tree's are not known. */
    readonly facts: Facts | null;
    readonly options: TreeOptions;
  },
): Selection {
  const name = version ?? 'the Go tree';
  const params = { programs, bounds: config, name, files: Object.fromEntries(files), granularity };
  return {
    ...programsSelection(params),
    facts,
    subject: { kind: 'go', dir, version, config, programs: true, granularity, ...readSubject(options) },
    words: [config, '--go', dir, ...granularityWords(granularity), ...treeWords(options)],
    notes: [`read from ${runtimeDir}: ${sizeOf(programs, partOf(boundsNamed(config)))}`],
    sources: { runtimeDir, files: [...new Set(files.values())] },
    story: programStory(placesIn(facts), params),
  };
}

/** Reads the tree at `dir`. Throws a UsageError for what is no Go tree, or has a statement that nobody taught. */
export async function programsAt(
  dir: string,
  { goos, goarch }: TreeOptions = {},
  part: ProgramPart = 'core',
): Promise<ReadPrograms> {
  const platform = platformOf(dir, goos, goarch);
  try {
    return await readPrograms(dir, { platform, part });
  } catch (error) {
    // What is wrong with a tree, or what nobody taught, is the caller's to mend.
    if (error instanceof GoTreeError) throw new UsageError(error.message);
    throw error;
  }
}

/** What a tree says beside its steps, as far as its facts are known. */
const placesIn = (facts: Facts | null) =>
  facts === null
    ? { nestedAcquire: null, growths: [] }
    : {
        nestedAcquire: { file: facts.reentry.file, line: facts.reentry.line },
        growths: splitPoints(facts).filter(({ insideWriter }) => insideWriter),
      };
