/** A report whose findings of vacuity are compared with the waivers beside the model. */
import type { Report, VacuityFinding, Waiver } from '../../checker/index.ts';
import { isLiteral, staleWaivers, waive } from '../../checker/index.ts';
import type { Selection } from '../selection/selection.ts';

/** The same report with the reasons of waivers, and with a finding for each waiver of just this check that waives nothing. */
export function withWaivers(report: Report, waivers: readonly Waiver[], { waivedAs }: Selection): Report {
  if (report.vacuity === null) return report;
  const checked = { ...waivedAs, findings: report.vacuity, complete: isComplete(report) };
  // What no mutant kills is for the matrix to say, and a pattern may be meant for others.
  const own = waivers.filter((waiver) => isLiteral(waiver) && waiver.kind !== 'property-never-killed');
  return { ...report, vacuity: [...waive(checked, waivers), ...staleWaivers([checked], own)] };
}

/** Findings that fail a check: not waived, and said of a whole space. */
export const failing = (findings: readonly VacuityFinding[]): readonly VacuityFinding[] =>
  findings.filter(({ waived, soFar }) => waived === null && !soFar);

const isComplete = ({ left, limit }: Report): boolean =>
  left === 0 && (limit === null || limit === 'symmetry');
