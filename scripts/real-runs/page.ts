/** Tables of a page that are written row by row. */

/** The page with that row in the table below `<!-- NAME -->`: in place of the row with the same first cell, or at the end. */
export function withRow(page: string, name: string, cells: readonly string[]): string {
  const lines = page.split('\n');
  const marker = lines.indexOf(`<!-- ${name} -->`);
  if (marker === -1) throw new Error(`the page has no <!-- ${name} -->`);
  const begin = lines.findIndex((line, at) => at > marker && line.startsWith('|'));
  const after = lines.findIndex((line, at) => at > begin && !line.startsWith('|'));
  const end = after === -1 ? lines.length : after;
  const row = `| ${cells.join(' | ')} |`;
  const keyOf = (line: string): string => line.split('|')[1]?.trim() ?? '';
  const same = lines.findIndex((line, at) => at > begin && at < end && keyOf(line) === keyOf(row));
  return (same === -1 ? lines.toSpliced(end, 0, row) : lines.with(same, row)).join('\n');
}

/** The page with these rows in the table below `<!-- NAME -->`, in place of all that it has. */
export function withRows(page: string, name: string, rows: readonly (readonly string[])[]): string {
  const lines = page.split('\n');
  const marker = lines.indexOf(`<!-- ${name} -->`);
  const begin = lines.findIndex((line, at) => at > marker && line.startsWith('|'));
  if (marker === -1 || begin === -1) throw new Error(`the page has no table below <!-- ${name} -->`);
  const after = lines.findIndex((line, at) => at > begin && !line.startsWith('|'));
  const end = after === -1 ? lines.length : after;
  // The head and the rule below it stay.
  return lines
    .toSpliced(begin + 2, end - begin - 2, ...rows.map((cells) => `| ${cells.join(' | ')} |`))
    .join('\n');
}
