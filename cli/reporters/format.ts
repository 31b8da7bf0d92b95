/** The text of a report, of whatever system it is. */
import { plainStory } from '../../checker/index.ts';
import type { Report } from '../../checker/index.ts';
import { explain, witnessLines, witnesses } from './explained.ts';
import { actions, counts, properties } from './tables.ts';
import { vacuityLines } from './vacuity.ts';
import type { View } from './verdict.ts';
import { verdictLine } from './verdict.ts';
import { fill, painter } from './words.ts';

/** How much of a report is written, and how. */
export interface FormatOptions {
  /** Columns; default 80. */
  readonly width?: number;
  /** What was searched, for people; default the name of the system. */
  readonly title?: string;
  /** Only the verdict and the traces. Default false. */
  readonly brief?: boolean;
}

/**
 * A report as the command line writes it, without colours: the verdict, what was searched, what each property says, and the
 * counterexamples as lanes.
 */
export function format(
  report: Report,
  { width = 80, title = report.system, brief = false }: FormatOptions = {},
): string {
  const view = { width, paint: painter(false), selection: { title, notes: [], story: plainStory } };
  return joined(brief ? [[verdictLine(report, view)], ...tracesOf(report, view)] : blocksOf(report, view));
}

/** What a text says of a report itself. `confirmed` are lines about what was asked beside the search. */
export const blocksOf = (
  report: Report,
  view: View,
  confirmed: readonly string[] = [],
): readonly (readonly string[])[] => [
  [
    verdictLine(report, view),
    ...view.selection.notes.flatMap((note) => fill(note, view.width)),
    ...counts(report, view),
  ],
  confirmed,
  properties(report, view),
  actions(report, view),
  report.vacuity === null ? [] : vacuityLines(report.vacuity, view),
  ...tracesOf(report, view),
];

const tracesOf = (report: Report, view: View): readonly (readonly string[])[] => [
  ...report.violations.map((violation) => explain(violation, report, view)),
  ...witnesses(report).map(([property, trace]) => witnessLines(property, trace, report, view)),
];

/** Blocks with an empty line between them. */
export const joined = (blocks: readonly (readonly string[])[]): string =>
  blocks
    .filter((block) => block.length > 0)
    .map((block) => `${block.join('\n')}\n`)
    .join('\n');
