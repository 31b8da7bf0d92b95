/** The report as it is saved: what the checker answered, and what it was asked. `schema/report.schema.json` describes it. */
import type { Report } from '../../checker/index.ts';
import { fingerprint } from '../../checker/index.ts';
import type { Selection, Subject } from '../selection/selection.ts';
import { commandLine } from '../selection/selection.ts';

export interface ReportDocument extends Report {
  readonly subject: Subject;
  /** Of the system's layout and actions: what the traces belong to. */
  readonly fingerprint: string;
  /** A command line that runs the same check. */
  readonly reproduce: string;
}

export const documentOf = (
  report: Report,
  selection: Selection,
  reproduce: readonly string[],
): ReportDocument => ({
  ...report,
  subject: selection.subject,
  fingerprint: fingerprint(selection.system),
  reproduce: `nosplit ${commandLine(reproduce)}`,
});
