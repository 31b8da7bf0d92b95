/** Numbers and lines as people read them. */
import type { Params, Violation } from '../../checker/index.ts';
import type { Format } from '../terminal.ts';
import { styled } from '../terminal.ts';

/** `1,234`, of a whole number. Node takes longer to load what it knows of languages than all else that a short command does. */
export const count = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');

/** `1 step`, `3 steps`. */
export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

/** `p=1 q=2`. */
export const paramsText = (params: Params): string =>
  Object.entries(params)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' ');

/** `Served p=1`; the name alone where the property has no parameters. */
export const instanceName = ({ property, params = {} }: Pick<Violation, 'property' | 'params'>): string =>
  `${property} ${paramsText(params)}`.trimEnd();

/** `950`, `12.3 k`, `1.36 M`: three digits, for rates. */
export function short(value: number): string {
  if (value < 1000) return String(Math.round(value));
  const [scale, unit] = value < 999_500 ? [1e3, 'k'] : value < 999.5e6 ? [1e6, 'M'] : [1e9, 'G'];
  return `${digits3(value / scale)} ${unit}`;
}

export function size(bytes: number): string {
  if (bytes < 1024) return `${Math.round(bytes)} B`;
  const [scale, unit] =
    bytes < 2 ** 20 ? [2 ** 10, 'KiB'] : bytes < 2 ** 30 ? [2 ** 20, 'MiB'] : [2 ** 30, 'GiB'];
  return `${digits3(bytes / scale)} ${unit}`;
}

export function duration(ms: number): string {
  if (ms < 100) return `${ms.toFixed(0)} ms`;
  if (ms < 60_000) return `${ms < 10_000 ? (ms / 1000).toFixed(2) : (ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${seconds % 60} s`;
}

const digits3 = (value: number): string => value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0);

export type Paint = (format: Format, text: string) => string;

/** Colours where the stream shows them. Widths are always counted before painting. */
export const painter =
  (colour: boolean): Paint =>
  (format, text) =>
    colour && text !== '' ? styled(format, text) : text;

/** Joins parts with `separator` into lines of at most `width` columns; a part is never broken. */
export function wrap(parts: readonly string[], width: number, separator = ', '): string[] {
  const lines: string[] = [];
  parts.forEach((part, index) => {
    const text = index < parts.length - 1 ? part + separator.trimEnd() : part;
    const last = lines.at(-1);
    const gap = separator.endsWith(' ') ? ' ' : '';
    if (last !== undefined && last.length + gap.length + text.length <= width)
      lines[lines.length - 1] = last + gap + text;
    else lines.push(text);
  });
  return lines;
}

/** Prose in lines of at most `width` columns. */
export const fill = (text: string, width: number): string[] => wrap(text.split(/\s+/), width, ' ');

export interface Cell {
  readonly text: string;
  readonly align?: 'left' | 'right';
  readonly paint?: (text: string) => string;
}

/**
 * Rows of cells in aligned columns, two spaces between them, trailing blanks cut. A table that is wider than `width` comes in
 * blocks, one below the other, each with the first column.
 */
export function table(rows: readonly (readonly (string | Cell)[])[], width = Infinity): string[] {
  const cells = rows.map((row) =>
    row.map((cell): Cell => (typeof cell === 'string' ? { text: cell } : cell)),
  );
  const widths: number[] = [];
  for (const row of cells)
    row.forEach(({ text }, column) => (widths[column] = Math.max(widths[column] ?? 0, text.length)));
  return columnBlocks(widths, width).flatMap((columns, index) => [
    ...(index === 0 ? [] : ['']),
    ...cells.map((row) =>
      columns
        .flatMap((column) => {
          const { text, align, paint = (plain: string) => plain } = row[column] ?? { text: '' };
          const blank = ' '.repeat((widths[column] ?? 0) - text.length);
          return align === 'right' ? blank + paint(text) : paint(text) + blank;
        })
        .join('  ')
        .trimEnd(),
    ),
  ]);
}

/** The columns of each block: as many as fit beside the first one, and one at least. */
function columnBlocks(widths: readonly number[], width: number): number[][] {
  const [first = 0, ...others] = widths;
  const blocks = [[0]];
  let used = first;
  others.forEach((own, index) => {
    const block = blocks.at(-1);
    if (block !== undefined && (block.length === 1 || used + 2 + own <= width)) {
      block.push(index + 1);
      used += 2 + own;
    } else {
      blocks.push([0, index + 1]);
      used = first + 2 + own;
    }
  });
  return blocks;
}

/** A right-aligned number. */
export const right = (text: string): Cell => ({ text, align: 'right' });

/** A heading of a table. */
export const dimmed = (cell: string | Cell, paint: Paint): Cell => ({
  ...(typeof cell === 'string' ? { text: cell } : cell),
  paint: (text: string) => paint('dim', text),
});

/** Columns that prose should have at least; with fewer it goes below its row. */
const proseMin = 24;

/** A table whose last column is prose: dimmed, and filled to the width below itself, or below its row. */
export function proseTable(
  cells: readonly (readonly (string | Cell)[])[],
  width: number,
  paint: Paint,
): string[] {
  const text = (cell: string | Cell | undefined): string =>
    typeof cell === 'object' ? cell.text : (cell ?? '');
  const heads = cells.map((row) => row.slice(0, -1));
  const columns =
    heads[0]?.map((_, column) => Math.max(...heads.map((row) => text(row[column]).length))) ?? [];
  const indent = columns.reduce((sum, one) => sum + one + 2, 0);
  if (width - indent < proseMin) {
    const aligned = indent - 2 <= width ? table(heads) : [];
    return cells.flatMap((row, index) => {
      const [name = '', ...more] = row.slice(0, -1);
      const own = text(name).length + more.reduce((sum, cell) => sum + 2 + text(cell).length, 0);
      const head =
        own <= width ? [[name, ...more]] : [[name], ...more.map((cell) => [`      ${text(cell)}`])];
      const prose = text(row.at(-1));
      const below = prose === '' ? [] : fill(prose, width - 6).map((line) => `      ${paint('dim', line)}`);
      return [
        ...(aligned[index] === undefined ? head.flatMap((one) => table([one])) : [aligned[index]]),
        ...below,
      ];
    });
  }
  return table(
    cells.flatMap((row) =>
      fill(text(row.at(-1)), width - indent).map((line, index) => [
        ...row.slice(0, -1).map((cell) => (index === 0 ? cell : '')),
        { text: line, paint: (plain: string) => paint('dim', plain) },
      ]),
    ),
  );
}
