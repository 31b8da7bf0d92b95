/** A report in the format that was asked for. */
import { match } from 'ts-pattern';
import type { Report } from '../../checker/index.ts';
import type { Selection } from '../selection/selection.ts';
import type { Out } from '../world.ts';
import { documentOf } from './document.ts';
import { itf } from './itf.ts';
import { textReport, verdictLine } from './text.ts';
import { painter } from './words.ts';

export const formats = ['text', 'json', 'jsonl', 'itf'] as const;
export type Format = (typeof formats)[number];

export interface Rendering {
  readonly format: Format;
  readonly quiet: boolean;
  /** The words after `nosplit` that run this again. */
  readonly reproduce: readonly string[];
  readonly out: Pick<Out, 'columns' | 'colour'>;
}

/** The result as text, whole; null where there is nothing to write: ITF holds a trace, and none was found. */
export function render(report: Report, selection: Selection, rendering: Rendering): string | null {
  const { format, quiet, reproduce, out } = rendering;
  const paint = painter(out.colour);
  return match(format)
    .with('text', () =>
      quiet
        ? `${verdictLine(report, { paint, selection })}\n`
        : textReport(report, { width: out.columns, paint, selection, reproduce }),
    )
    .with('json', () => `${JSON.stringify(documentOf(report, selection, reproduce), null, 2)}\n`)
    .with('jsonl', () =>
      [
        ...report.violations.map((violation) => ({ event: 'violation', ...violation })),
        { event: 'report', ...documentOf(report, selection, reproduce) },
      ]
        .map((event) => `${JSON.stringify(event)}\n`)
        .join(''),
    )
    .with('itf', () => {
      const found = report.violations.find(({ trace }) => trace !== null);
      if (found === undefined || found.trace === null) return null;
      const description = `${selection.title}: counterexample to ${found.property}`;
      return `${JSON.stringify(itf(selection.system, found.trace, { description, status: 'violation' }), null, 2)}\n`;
    })
    .exhaustive();
}
