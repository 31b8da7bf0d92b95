/** The programs of steps that a Go tree's own sources have. */
import type { Facts, ReadPrograms } from '../../facts/index.ts';
import { GoTreeError, readPrograms, splitPoints } from '../../facts/index.ts';
import type { Granularity, ProgramParams, ProgramPart } from '../../model/index.ts';
import {
  boundsByName,
  partOf,
  programModule,
  programStory,
  programsOf,
  programsOfDesign,
  designsWithPrograms,
} from '../../model/index.ts';
import { UsageError } from '../errors.ts';
import { noSuch } from '../nearest.ts';
import { granularityDefault } from './parts.ts';
import type { Selection, TreeOptions } from './selection.ts';
import { platformOf, readSubject, treeWords } from './tracer.ts';

/** The programs of a tree that was read. Throws a RangeError where the steps need something that programs do not have. */
export function programsSelectionOf(
  { programs, files, runtimeDir, version }: ReadPrograms,
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
    notes: [`read from ${runtimeDir}: ${sizeOf(programs, partOfConfig(config))}`],
    sources: { runtimeDir, files: [...new Set(files.values())] },
    story: programStory(
      facts === null ? [] : splitPoints(facts).filter(({ insideWriter }) => insideWriter),
      params,
    ),
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

/** The programs of a release, which need no tree. Throws a UsageError for a design of which no tree was kept. */
export function selectReleasePrograms(
  design: string,
  config: string,
  granularity: Granularity = granularityDefault,
): Selection {
  const part = partOfConfig(config);
  const kept = programsOfDesign(design, part);
  if (kept === undefined && designsWithPrograms().includes(design))
    throw new UsageError(
      `the steps of the part ${part} cannot be read of ${design}; check ${config} by the model: leave out --by steps`,
    );
  if (kept === undefined)
    throw new UsageError(
      `there are programs of the designs ${designsWithPrograms().join(', ')}, and not of ${design}; for a tree's own, give --go`,
    );
  const { release, programs, files } = kept;
  return {
    ...programsSelection({ programs, bounds: config, name: release, files, granularity }),
    subject: { kind: 'design', design, config, programs: true, granularity },
    words: [config, '--design', design, '--by', 'steps', ...granularityWords(granularity)],
    notes: [`kept of ${release}: ${sizeOf(programs, part)}`],
  };
}

/** Throws a UsageError for bounds of a part that programs do not have yet, and for a name that is none. */
function partOfConfig(config: string): ProgramPart {
  const known = Object.entries(boundsByName).flatMap(([name, bounds]) => {
    const part = partOf(bounds);
    return part === undefined ? [] : [[name, part] as const];
  });
  const part = new Map(known).get(config);
  if (part !== undefined) return part;
  const names = known.map(([name]) => name);
  const said = `${config} has more than programs have yet, or is no config`;
  throw new UsageError(noSuch(said, config, names, `with --by steps there are ${names.join(', ')}`));
}

const sizeOf = (programs: ProgramParams['programs'], part: ProgramPart): string =>
  `${Object.values(programs).reduce((sum, { list }) => sum + list.length, 0)} instructions, for the part ${part}`;

const granularityWords = (granularity: Granularity): string[] =>
  granularity === granularityDefault ? [] : ['--granularity', granularity];

export const programsSelection = (
  params: ProgramParams & { readonly granularity: Granularity },
): Pick<
  Selection,
  'system' | 'module' | 'title' | 'waivedAs' | 'facts' | 'sources' | 'story' | 'programs'
> => ({
  system: programsOf(params),
  module: programModule(params),
  title: `the ${params.granularity === granularityDefault ? '' : `${params.granularity} `}steps of ${params.name} at ${params.bounds}`,
  waivedAs: { system: 'programs', config: params.bounds },
  facts: null,
  sources: null,
  programs: params,
  story: programStory([], params),
});
