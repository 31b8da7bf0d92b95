/** Who notices what, as a table in a document: a row for each case, a column for each judge, and how many each noticed in the last row. */

export interface JudgedTable {
  /** What the rows are, and what is told of each before the judges; the first is the head of the table's first column. */
  readonly about: readonly string[];
  readonly judges: readonly string[];
  /** The last row begins with it. */
  readonly total: string;
  /** What a judge says who notices nothing. */
  readonly nothing: string;
}

export interface JudgedRow {
  readonly about: readonly string[];
  /** By judge, or null; a judge that was not asked is left out. */
  readonly noticed: readonly (string | null)[];
}

/** The rows as Markdown. */
export function judgedTable(
  { about, judges, total, nothing }: JudgedTable,
  rows: readonly JudgedRow[],
): string {
  const counts = judges.map(
    (_, index) => rows.filter(({ noticed }) => (noticed[index] ?? null) !== null).length,
  );
  const cells = [
    [...about, ...judges],
    [...about, ...judges].map(() => '---'),
    ...rows.map((row) => [...row.about, ...row.noticed.map((answer) => answer ?? nothing)]),
    [`**${total}, of ${rows.length}**`, ...about.slice(1).map(() => ''), ...counts.map(String)],
  ];
  return cells.map((row) => `| ${row.join(' | ')} |\n`).join('');
}

/** The cells of the table with that head in a document, without head and last row. Throws a RangeError where there is none. */
export function cellsOf(document: string, head: string): readonly (readonly string[])[] {
  const [, table] = around(document, head);
  return table
    .trimEnd()
    .split('\n')
    .slice(2, -1)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** The document with that table replaced. Throws a RangeError where there is none. */
export function withTable(document: string, head: string, table: string): string {
  const [before, , after] = around(document, head);
  return before + table + after;
}

/** A document in three: before the table whose first column has that head, the table, and after it. */
function around(document: string, head: string): [before: string, table: string, after: string] {
  const found = new RegExp(`^\\| ${head} .*\\n(?:\\|.*\\n)*`, 'm').exec(document);
  if (found === null) throw new RangeError(`no table begins with the column ${head}`);
  const end = found.index + found[0].length;
  return [document.slice(0, found.index), found[0], document.slice(end)];
}
