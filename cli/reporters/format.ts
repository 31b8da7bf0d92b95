/** The text of a report, of whatever system it is. Its types are those of the checker alone, for the package shows them. */
import { plainStory } from '../../checker/index.ts';
import type { Report } from '../../checker/index.ts';
import { blocksOf, joined, tracesOf } from './blocks.ts';
import { verdictLine } from './verdict.ts';
import { painter } from './words.ts';

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
