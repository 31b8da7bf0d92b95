/** A report as people read it: the verdict first, then what was searched, then the counterexamples, then how to go on. */
import type { Report } from '../../checker/index.ts';
import { commandLine } from '../selection/selection.ts';
import { againLines } from './again.ts';
import { confirmationLines } from './confirmation.ts';
import type { Asked } from './document.ts';
import { witnesses } from './explained.ts';
import { blocksOf, joined } from './blocks.ts';
import type { View } from './verdict.ts';

export interface TextView extends Asked, Pick<View, 'width' | 'paint'> {}

export function textReport(report: Report, view: TextView): string {
  const { paint, selection, confirmation, width } = view;
  return joined([
    ...blocksOf(report, view, confirmation === null ? [] : confirmationLines(confirmation, width, paint)),
    [
      `${paint('dim', 'reproduce:')} nosplit ${commandLine(view.reproduce)}`,
      ...againLines(
        [
          ...report.violations.flatMap(({ trace }) => trace ?? []),
          ...witnesses(report).map(([, trace]) => trace),
        ],
        view.forced ?? [],
        selection,
        paint,
      ),
    ],
  ]);
}
