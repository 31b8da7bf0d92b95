/** A report in the format that was asked for. */
import { match } from 'ts-pattern';
import type { Report, Trace } from '../../checker/index.ts';
import type { Out } from '../world.ts';
import type { Asked } from './document.ts';
import { documentOf } from './document.ts';
import { itf } from './itf.ts';
import { jsonText } from './json.ts';
import { textReport, verdictLine } from './text.ts';
import { vacuityLine } from './vacuity.ts';
import { painter } from './words.ts';

export const formats = ['text', 'json', 'jsonl', 'itf'] as const;
export type Format = (typeof formats)[number];

export interface Rendering {
  readonly format: Format;
  readonly quiet: boolean;
  readonly out: Pick<Out, 'columns' | 'colour'>;
}

/** The result as text, whole; null where there is nothing to write: ITF holds a trace, and none was found. */
export function render(report: Report, asked: Asked, { format, quiet, out }: Rendering): string | null {
  const { selection } = asked;
  const paint = painter(out.colour);
  return match(format)
    .with('text', () =>
      quiet
        ? [
            verdictLine(report, { paint, selection }),
            ...(report.vacuity === null ? [] : [vacuityLine(report.vacuity, paint)]),
            '',
          ].join('\n')
        : textReport(report, { ...asked, width: out.columns, paint }),
    )
    .with('json', () => jsonText(documentOf(report, asked), tracesOf(report)))
    .with('jsonl', () =>
      [
        ...report.violations.map((violation) => ({ event: 'violation', ...violation })),
        { event: 'report', ...documentOf(report, asked) },
      ]
        .map((event) => `${JSON.stringify(event)}\n`)
        .join(''),
    )
    .with('itf', () => {
      const found = report.violations.find(({ trace }) => trace !== null);
      if (found === undefined || found.trace === null) return null;
      const description = `${selection.title}: counterexample to ${found.property}`;
      return jsonText(itf(selection.system, found.trace, { description, status: 'violation' }), [
        found.trace,
      ]);
    })
    .exhaustive();
}

const tracesOf = ({ violations, properties }: Report): (Trace | null)[] => [
  ...violations.map(({ trace }) => trace),
  ...properties.map(({ witness }) => witness?.trace ?? null),
];
