/** The report as it is saved: what the checker answered, and what it was asked. `schema/report.schema.json` describes it. */
import type { Report } from '../../checker/index.ts';
import { fingerprint } from '../../checker/index.ts';
import type { Confirmation } from '../../facts/index.ts';
import type { Selection, Subject } from '../selection/selection.ts';
import { commandLine } from '../selection/selection.ts';

export interface ReportDocument extends Report {
  readonly subject: Subject;
  /** Of the system's layout and actions: what the traces belong to. */
  readonly fingerprint: string;
  /** With --confirm: what the tree's machine code says about its sources. */
  readonly confirmation: Confirmation | null;
  /** A command line that runs the same check. */
  readonly reproduce: string;
}

/** What was asked, beside the search itself. */
export interface Asked {
  readonly selection: Selection;
  readonly confirmation: Confirmation | null;
  /** The words after `nosplit` that run this again. */
  readonly reproduce: readonly string[];
}

export const documentOf = (
  report: Report,
  { selection, confirmation, reproduce }: Asked,
): ReportDocument => ({
  ...report,
  subject: selection.subject,
  fingerprint: fingerprint(selection.system),
  confirmation,
  reproduce: `nosplit ${commandLine(reproduce)}`,
});
