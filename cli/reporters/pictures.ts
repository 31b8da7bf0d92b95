/** A counterexample as a picture in text: a sequence diagram of Mermaid, or a graph of Graphviz. */
import { shown } from '../terminal.ts';
import type { Finding, Reported } from './finding.ts';
import { findingsOf } from './finding.ts';

/** A sequence diagram for each counterexample, a note for each step over the process that takes it. */
export function mermaid(reports: readonly Reported[]): string {
  return drawn(reports)
    .map(({ finding, steps }) => {
      const { trace } = finding.violation;
      const processes = [...new Set(steps.map(({ process }) => process))];
      const name = (process: string): string => `p${processes.indexOf(process)}`;
      const loop = trace?.loop;
      const lines = steps.map(({ process, label }, index) => {
        const note = `${loop !== undefined && index >= loop ? '  ' : ''}Note over ${name(process)}: ${mermaidText(`${index + 1} ${label}`)}`;
        return index === loop ? `loop for ever\n    ${note}` : note;
      });
      const whole = [
        `title ${mermaidText(`${finding.reported.title}: ${finding.title}`)}`,
        ...processes.map(
          (process) => `participant ${name(process)} as ${mermaidText(process === '' ? 'system' : process)}`,
        ),
        ...lines,
        ...(loop !== undefined && loop < steps.length ? ['end'] : []),
      ];
      return `sequenceDiagram\n${whole.map((line) => `    ${line}\n`).join('')}`;
    })
    .join('\n');
}

/** A graph for each counterexample, a node for each state. */
export function dot(reports: readonly Reported[]): string {
  return drawn(reports)
    .map(({ finding, steps }) => {
      const last = steps.length;
      const loop = finding.violation.trace?.loop;
      const edges = steps.map(({ process, label }, index) => {
        const to = loop !== undefined && index + 1 === last ? loop : index + 1;
        const text = `${index + 1} ${process === '' ? '' : `${process}: `}${label}`;
        return `  ${index} -> ${to} [label=${dotText(text)}];`;
      });
      const lines = [
        `digraph ${dotText(finding.title)} {`,
        `  label=${dotText(`${finding.reported.title}: ${finding.title}`)};`,
        '  node [shape=circle];',
        `  ${loop ?? last} [shape=${loop === undefined ? 'diamond' : 'doublecircle'}];`,
        ...edges,
        '}',
      ];
      return `${lines.join('\n')}\n`;
    })
    .join('\n');
}

interface Drawn {
  readonly finding: Finding;
  readonly steps: readonly { readonly process: string; readonly label: string }[];
}

const drawn = (reports: readonly Reported[]): Drawn[] =>
  findingsOf(reports).flatMap((finding) => {
    const { trace } = finding.violation;
    if (trace === null) return [];
    return [
      {
        finding,
        steps: trace.steps.map(({ action, params, process, where }) => {
          const beside = Object.entries(params)
            .filter(([key, value]) => `${key}${value}` !== process.toLowerCase())
            .map(([key, value]) => `${key}=${value}`);
          const code = where === null ? '' : ` (${where.function ?? where.file})`;
          return { process, label: `${[action, ...beside].join(' ')}${code}` };
        }),
      },
    ];
  });

/** Whatever Mermaid or the page around it may read as syntax is a character code. */
const mermaidText = (text: string): string =>
  shown(text).replace(/[^\p{L}\p{N} ._,=→›()[\]/-]/gu, (found) => `#${found.codePointAt(0) ?? 0};`);

/** A quoted string, in which Graphviz sees neither an escape nor an end, nor a field of its own (`\N`). */
export const dotText = (text: string): string =>
  `"${shown(text).replaceAll('&', '&amp;').replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
