/** A report in the format that was asked for. */
import { match } from 'ts-pattern';
import type { Report, Trace } from '../../checker/index.ts';
import { exitOf } from '../exit-codes.ts';
import type { Out } from '../world.ts';
import type { Asked } from './document.ts';
import { documentOf } from './document.ts';
import type { Found } from './finding.ts';
import { githubAnnotations } from './github.ts';
import { itf } from './itf.ts';
import { jsonText } from './json.ts';
import { junit } from './junit.ts';
import { dot, mermaid } from './pictures.ts';
import { sarif } from './sarif.ts';
import { textReport } from './text.ts';
import { verdictLine } from './verdict.ts';
import { vacuityLine } from './vacuity.ts';
import { painter } from './words.ts';

/** What other programs read, of one search or of several. */
export const findingFormats = ['sarif', 'github', 'junit', 'dot', 'mermaid'] as const;
export type FindingFormat = (typeof findingFormats)[number];

export const formats = ['text', 'json', 'jsonl', 'itf', ...findingFormats] as const;
export type Format = (typeof formats)[number];

export const isFindingFormat = (format: string): format is FindingFormat =>
  findingFormats.some((one) => one === format);

/** What any number of searches found; null where there is nothing to draw. `exit` is the exit code of the command. */
export function renderFindings(found: Found, format: FindingFormat, exit: number): string | null {
  const text = match(format)
    .with('sarif', () => `${JSON.stringify(sarif(found, exit), null, 2)}\n`)
    .with('github', () => githubAnnotations(found))
    .with('junit', () => junit(found))
    .with('dot', () => dot(found.reports))
    .with('mermaid', () => mermaid(found.reports))
    .exhaustive();
  return text === '' && format !== 'github' ? null : text;
}

export interface Rendering {
  readonly format: Format;
  readonly quiet: boolean;
  readonly out: Pick<Out, 'columns' | 'colour'>;
}

/** The result as text, whole; null where there is nothing to write: ITF and pictures hold a trace, and none was found. */
export function render(report: Report, asked: Asked, { format, quiet, out }: Rendering): string | null {
  if (isFindingFormat(format)) {
    const reported = { part: null, title: asked.selection.title, document: documentOf(report, asked) };
    return renderFindings({ reports: [reported], refused: [] }, format, exitOf(report));
  }
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
        ...documentOf(report, asked).violations.map((violation) => ({ event: 'violation', ...violation })),
        { event: 'report', ...documentOf(report, asked) },
      ]
        .map((event) => `${JSON.stringify(event)}\n`)
        .join(''),
    )
    .with('itf', () => {
      const found = report.violations.find(({ trace }) => trace !== null);
      if (found === undefined || found.trace === null) return null;
      const description = `${selection.title}: counterexample to ${found.property}`;
      return jsonText(
        itf(selection.system, found.trace, { description, status: 'violation', subject: selection.subject }),
        [found.trace],
      );
    })
    .exhaustive();
}

const tracesOf = ({ violations, properties }: Report): (Trace | null)[] => [
  ...violations.map(({ trace }) => trace),
  ...properties.map(({ witness }) => witness?.trace ?? null),
];
