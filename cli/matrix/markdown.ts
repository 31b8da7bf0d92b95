/** The matrix as Markdown tables, for documents. */
import { count } from '../reporters/words.ts';
import { mutants } from '../../model/index.ts';
import type { MatrixDocument } from './document.ts';
import { byConfig, cellText, failuresOf, propertiesOf } from './document.ts';
import type { Run } from './runs.ts';

export function matrixMarkdown({ runs, differences }: MatrixDocument): string {
  const sections = [...byConfig(runs)].flatMap(([config, group]) => [
    designTable(
      config,
      group.filter(({ kind }) => kind === 'design'),
    ),
    mutantTable(
      config,
      group.filter(({ kind }) => kind === 'mutant'),
    ),
  ]);
  const changes = differences.map(
    ({ variant, config, sentence }) => `- **changed**: ${variant} at ${config}: ${sentence}`,
  );
  return [...sections, ...(changes.length === 0 ? [] : [`${changes.join('\n')}\n`])]
    .filter((section) => section !== '')
    .join('\n');
}

function designTable(config: string, designs: readonly Run[]): string {
  if (designs.length === 0) return '';
  const rows = [
    ['property', ...designs.map(({ variant }) => variant)],
    ['---', ...designs.map(() => '---:')],
    ...propertiesOf(designs).map((property) => [property, ...designs.map((run) => cellText(run, property))]),
    ['distinct states', ...designs.map(({ outcome }) => count(outcome.distinct))],
  ];
  return `### ${config}: designs\n\n${tableOf(rows)}`;
}

function mutantTable(config: string, group: readonly Run[]): string {
  if (group.length === 0) return '';
  const rows = [
    ['mutant', 'change', 'fails'],
    ['---', '---', '---'],
    ...group.map((run) => [
      `\`${run.variant}\``,
      mutants[run.variant]?.change ?? '',
      failuresOf(run).join(', '),
    ]),
  ];
  return `### ${config}: mutants\n\n${tableOf(rows)}`;
}

const tableOf = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `| ${row.join(' | ')} |\n`).join('');
