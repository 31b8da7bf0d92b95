/** The programs of steps that a Go tree's own sources have. */
import type { Facts, ReadPrograms } from '../../facts/index.ts';
import { GoTreeError, readPrograms, splitPoints } from '../../facts/index.ts';
import type { Granularity, ProgramParams, ProgramPart } from '../../model/index.ts';
import {
  boundsNamed,
  partOf,
  programModule,
  programStory,
  programsOf,
  programsOfDesign,
} from '../../model/index.ts';
import { UsageError } from '../errors.ts';
import { granularityDefault } from './parts.ts';
import type { Selection, TreeOptions } from './selection.ts';
import { configWords, designIn, judgeConfig, platformOf } from './tracer.ts';
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

/**
 * A release or an edit of one, whose programs need no tree. Throws a UsageError for a design or a config that does not exist, and for a part
 * that cannot be read of its release.
 */
export function selectDesign(
  design: string,
  config: string,
  granularity: Granularity = granularityDefault,
): Selection {
  const { title } = designIn(design);
  judgeConfig(config);
  const part = partOf(boundsNamed(config));
  const { release, programs, files } = programsOfDesign(design, part);
  return {
    ...programsSelection({ programs, bounds: config, name: `design ${design}`, files, granularity }),
    subject: { kind: 'design', design, config, programs: true, granularity },
    title: `design ${design} at ${config}${cutWords(granularity)}`,
    words: [...configWords(config), '--design', design, ...granularityWords(granularity)],
    notes: [title, `the steps of ${release}: ${sizeOf(programs, part)}`],
  };
}

const sizeOf = (programs: ProgramParams['programs'], part: ProgramPart): string =>
  `${Object.values(programs).reduce((sum, { list }) => sum + list.length, 0)} instructions, for the part ${part}`;

const granularityWords = (granularity: Granularity): string[] =>
  granularity === granularityDefault ? [] : ['--granularity', granularity];

/** What a title says of steps that are not cut as by default. */
export const cutWords = (granularity: Granularity): string =>
  granularity === granularityDefault ? '' : `, in ${granularity} steps`;

/** What a tree says beside its steps, as far as its facts are known. */
const placesIn = (facts: Facts | null) =>
  facts === null
    ? { nestedAcquire: null, growths: [] }
    : {
        nestedAcquire: { file: facts.reentry.file, line: facts.reentry.line },
        growths: splitPoints(facts).filter(({ insideWriter }) => insideWriter),
      };

export const programsSelection = (
  params: ProgramParams & { readonly granularity: Granularity },
): Pick<
  Selection,
  'system' | 'module' | 'title' | 'waivedAs' | 'facts' | 'sources' | 'story' | 'programs'
> => ({
  system: programsOf(params),
  module: programModule(params),
  title: `the steps of ${params.name} at ${params.bounds}${cutWords(params.granularity)}`,
  waivedAs: { system: 'programs', config: params.bounds },
  facts: null,
  sources: null,
  programs: params,
  story: programStory(null, params),
});
