/** Who notices which damage, as a table for people. */
import type { Case } from './suite.ts';
import { ownJudges } from './suite.ts';

/** One row: what was done, and what each judge noticed, the project's own first and Go's reader last. */
export interface DamageRow {
  readonly name: string;
  readonly noticed: readonly (string | null)[];
}

const judgeNames: readonly string[] = [...ownJudges.map(({ name }) => name), 'Go'];

/** Asks the own judges; `go` has for each case whether Go's reader refuses it, or is null where Go was not asked. */
export function damageRows(cases: readonly Case[], go: readonly boolean[] | null): readonly DamageRow[] {
  return cases.map((damaged, index) => ({
    name: damaged.name,
    noticed: [
      ...ownJudges.map(({ notices }) => notices(damaged)),
      ...(go === null ? [] : [go[index] === true ? 'refused' : null]),
    ],
  }));
}

/** The rows as Markdown, with how many each judge noticed in the last one. */
export function damageTable(rows: readonly DamageRow[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const counts = judgeNames.map(
    (_, index) => rows.filter(({ noticed }) => (noticed[index] ?? null) !== null).length,
  );
  return [
    line(['damage', ...judgeNames]),
    line(['---', ...judgeNames.map(() => '---')]),
    ...rows.map(({ name, noticed }) => line([name, ...noticed.map((answer) => answer ?? '·')])),
    line([`**noticed, of ${rows.length}**`, ...counts.map(String)]),
  ].join('\n');
}

/** The cells of such a table below its head, without the last row. */
export function rowsOf(markdown: string): readonly (readonly string[])[] {
  const lines = markdown.split('\n').filter((text) => text.startsWith('|'));
  return lines.slice(2, -1).map((text) =>
    text
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
