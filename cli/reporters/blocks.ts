/** What the text of a report is put together from. */
import type { Report } from '../../checker/index.ts';
import { explain, witnessLines, witnesses } from './explained.ts';
import { actions, counts, properties } from './tables.ts';
import { vacuityLines } from './vacuity.ts';
import type { View } from './verdict.ts';
import { verdictLine } from './verdict.ts';
import { fill } from './words.ts';

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

/** The counterexamples and witnesses, a block each. */
export const tracesOf = (report: Report, view: View): readonly (readonly string[])[] => [
  ...report.violations.map((violation) => explain(violation, report, view)),
  ...witnesses(report).map(([property, trace]) => witnessLines(property, trace, report, view)),
];

/** Blocks with an empty line between them. */
export const joined = (blocks: readonly (readonly string[])[]): string =>
  blocks
    .filter((block) => block.length > 0)
    .map((block) => `${block.join('\n')}\n`)
    .join('\n');
