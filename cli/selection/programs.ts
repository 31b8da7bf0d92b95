/** The programs of steps of a release, or of an edit of one. */
import type { Granularity, ProgramParams, ProgramPart } from '../../model/index.ts';
import {
  boundsNamed,
  partOf,
  programModule,
  programStory,
  programsOf,
  programsOfDesign,
} from '../../model/index.ts';
import { granularityDefault } from './parts.ts';
import type { Selection } from './selection.ts';
import { configWords, designIn, judgeConfig } from './tracer.ts';

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

export const sizeOf = (programs: ProgramParams['programs'], part: ProgramPart): string =>
  `${Object.values(programs).reduce((sum, { list }) => sum + list.length, 0)} instructions, for the part ${part}`;

export const granularityWords = (granularity: Granularity): string[] =>
  granularity === granularityDefault ? [] : ['--granularity', granularity];

/** What a title says of steps that are not cut as by default. */
export const cutWords = (granularity: Granularity): string =>
  granularity === granularityDefault ? '' : `, in ${granularity} steps`;

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
