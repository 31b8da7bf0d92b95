/**
 * Findings as workflow commands, by which GitHub Actions annotates lines:
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
import type { Finding, Found } from './finding.ts';
import { findingsOf } from './finding.ts';

/** An annotation for each place, and for each part that is refused; a search that did not end is a warning. */
export function githubAnnotations({ reports, refused }: Found): string {
  const byPlace = new Map<string, Finding[]>();
  for (const finding of findingsOf(reports)) {
    const { where } = finding;
    const place = where === null ? '' : `${where.file}:${String(where.line)}`;
    byPlace.set(place, [...(byPlace.get(place) ?? []), finding]);
  }
  const errors = [...byPlace.values()].map((findings) => {
    const { file, line } = findings[0]?.where ?? { file: null, line: null };
    const title = [...new Set(findings.map((one) => one.title))].join('; ');
    return command('error', { file, line, title }, messageOf(findings));
  });
  const unfinished = reports.flatMap(({ title, document: { verdict, limit } }) =>
    verdict === 'exhausted'
      ? [command('warning', { title: 'not searched to the end' }, `${title}: ${limit ?? 'stopped'}`)]
      : [],
  );
  const unjudged = refused.map(({ part, why }) => command('error', { title: `${part} is refused` }, why));
  return [...errors, ...unfinished, ...unjudged].join('');
}

/** The first in full, and of the others, which one change may mend with it, only what they are. */
const messageOf = (findings: readonly Finding[]): string =>
  findings
    .map(({ title, message, violation, reported }, index) =>
      index === 0
        ? `${message}.\nRun it again: ${reported.document.reproduce}`
        : `Also ${reported.title}: ${title}${violation.otherwise === null ? '' : ` (${violation.otherwise})`}`,
    )
    .join('\n');

/** A workflow command, as the runner reads it. */
export function command(
  kind: 'error' | 'warning',
  properties: Readonly<Record<string, string | number | null>>,
  message: string,
): string {
  const given = Object.entries(properties).flatMap(([name, value]) =>
    value === null ? [] : [`${name}=${escapedProperty(String(value))}`],
  );
  return `::${kind} ${given.join(',')}::${escapedData(message)}\n`;
}

/** What would end the command, or begin another one, is escaped as the runner takes it back. */
const escapedData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapedProperty = (text: string): string =>
  escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
