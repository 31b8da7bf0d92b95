/** The glossary in the other direction: tables that begin with the words of others. */

/** What stands before the tables that are made. */
const from = { 'TLA+ and TLC': 'From TLA+ and TLC', SPIN: 'From SPIN', Go: 'From Go' } as const;

interface Row {
  readonly word: string;
  readonly theirs: Readonly<Record<string, string>>;
}

/** The rows of the tables that begin with our words. */
export function rowsOf(page: string): Row[] {
  const [written = ''] = page.split('\n## From ');
  return [...written.matchAll(/^\|.*(?:\n\|.*)+/gm)].flatMap(([table]) => {
    const [head = [], , ...rows] = table.split('\n').map(cellsOf);
    return rows.map(([word = '', , ...others]) => ({
      word,
      theirs: Object.fromEntries(others.map((cell, index) => [head[index + 2] ?? '', cell])),
    }));
  });
}

/** The cells of a line; a bar in code is no border. */
const cellsOf = (line: string): string[] =>
  line
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());

/** The page with the tables that begin with the words of others made anew. */
export function withReverse(page: string): string {
  const rows = rowsOf(page);
  const [written = ''] = page.split('\n## From ');
  const tables = Object.entries(from).map(([tool, title]) => {
    const ours = new Map<string, string[]>();
    for (const { word, theirs } of rows)
      for (const term of (theirs[tool] ?? '–').split('; '))
        if (term !== '–') ours.set(term, [...(ours.get(term) ?? []), word]);
    const lines = [...ours]
      .map(([term, words]): [string, string] => [term, words.join(', ')])
      .toSorted(([a], [b]) => keyOf(a).localeCompare(keyOf(b), 'en'));
    return `## ${title}\n\n${tableOf([[tool, 'nosplit'], ...lines])}`;
  });
  return `${written.trimEnd()}\n\n${tables.join('\n\n')}\n`;
}

const keyOf = (term: string): string =>
  term
    .replaceAll(/[^\p{L}\p{N} ]/gu, '')
    .trim()
    .toLowerCase();

/** As prettier pads it. */
function tableOf(rows: readonly (readonly [string, string])[]): string {
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[], fill: string): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0, fill)).join(' | ')} |`;
  const [head = ['', ''], ...others] = rows;
  return [line(head, ' '), line(['-', '-'], '-'), ...others.map((row) => line(row, ' '))].join('\n');
}
