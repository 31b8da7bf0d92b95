/** How the numbers of a state's parts are packed into a row: some words of 32 bits, and a tail of 0, 8 or 16. */
import { allocated } from '../../host/out-of-memory.ts';
import type { Part } from './part.ts';

export interface Packing {
  readonly rowWords: number;
  readonly tailBits: 0 | 8 | 16;
  /** By part: the word of the row, which is `rowWords` for the tail, and where in it the number stands. */
  readonly cell: Int32Array;
  readonly shift: Int32Array;
  /** The bits that a number may have. */
  readonly mask: Int32Array;
}

/** Some rows: their words, and their tails, of which there are none where these have no bits. */
export interface Segment {
  readonly row: Int32Array;
  readonly tail: Uint8Array | Uint16Array;
}

export const newSegment = ({ rowWords, tailBits }: Packing, rows: number): Segment =>
  allocated(() => ({
    row: new Int32Array(rows * rowWords),
    tail: tailBits === 16 ? new Uint16Array(rows) : new Uint8Array(tailBits === 8 ? rows : 0),
  }));

const TAILS = [0, 8, 16] as const;

export const rowBytesOf = ({ rowWords, tailBits }: Packing): number => rowWords * 4 + tailBits / 8;

/** The smallest packing that holds the numbers given so far. Bits that are left go to those that will need them first. */
export function packingOf(parts: readonly Part[]): Packing {
  const needed = parts.map(({ count }) => 32 - Math.clz32(Math.max(1, count) - 1));
  const least = needed.reduce((sum, bits) => sum + bits, 0);
  for (let bytes = Math.ceil(least / 8); ; bytes++) {
    const tailBits = TAILS[bytes & 3];
    if (tailBits === undefined) continue;
    const cells = [...Array.from({ length: bytes >> 2 }, () => 32), ...(tailBits === 0 ? [] : [tailBits])];
    const cell = fitted(needed, cells);
    if (cell !== null) return packed(parts, needed, { cells, cell, tailBits });
  }
}

/** First fit, the widest first. Null where they do not fit. */
function fitted(needed: readonly number[], cells: readonly number[]): readonly number[] | null {
  const left = [...cells];
  const cell = needed.map(() => 0);
  const widest = [...needed.keys()].sort((one, other) => (needed[other] ?? 0) - (needed[one] ?? 0));
  for (const part of widest) {
    const bits = needed[part] ?? 0;
    const into = bits === 0 ? 0 : left.findIndex((free) => free >= bits);
    if (into < 0) return null;
    left[into] = (left[into] ?? 0) - bits;
    cell[part] = into;
  }
  return cell;
}

/** The most bits of a number. */
const BITS_MAX = 31;

function packed(
  parts: readonly Part[],
  needed: readonly number[],
  {
    cells,
    cell,
    tailBits,
  }: Pick<Packing, 'tailBits'> & { readonly cells: readonly number[]; readonly cell: readonly number[] },
): Packing {
  const width = [...needed];
  const used = (into: number): number =>
    width.reduce((sum, bits, part) => sum + (cell[part] === into ? bits : 0), 0);
  const most = parts.map(({ masks }) =>
    Math.min(
      BITS_MAX,
      masks.reduce((sum, mask) => sum + ones(mask), 0),
    ),
  );
  cells.forEach((bits, into) => {
    for (let left = bits - used(into); left > 0; left--) {
      const fullest = [...parts.keys()]
        .filter((part) => cell[part] === into && (width[part] ?? 0) < (most[part] ?? 0))
        .sort((one, other) => fillOf(other) - fillOf(one))[0];
      if (fullest === undefined) break;
      width[fullest] = (width[fullest] ?? 0) + 1;
    }
  });
  function fillOf(part: number): number {
    return (parts[part]?.count ?? 0) / 2 ** (width[part] ?? 0);
  }
  const next = cells.map(() => 0);
  const shift = cell.map((into, part) => {
    const at = next[into] ?? 0;
    next[into] = at + (width[part] ?? 0);
    return at & 31;
  });
  return {
    rowWords: cells.length - (tailBits === 0 ? 0 : 1),
    tailBits,
    cell: Int32Array.from(cell),
    shift: Int32Array.from(shift),
    mask: Int32Array.from(width, (bits) => ~(-1 << bits)),
  };
}

function ones(mask: number): number {
  let count = 0;
  for (let left = mask >>> 0; left !== 0; left = (left & (left - 1)) >>> 0) count++;
  return count;
}

/** The numbers of row `at` of a segment. */
export function readRow(
  { rowWords, cell, shift, mask }: Packing,
  { row, tail }: Segment,
  at: number,
  into: Int32Array,
): void {
  for (let part = 0; part < into.length; part++) {
    const word = cell[part] ?? 0;
    const bits = word < rowWords ? row[at * rowWords + word] : tail[at];
    into[part] = ((bits ?? 0) >>> (shift[part] ?? 0)) & (mask[part] ?? 0);
  }
}

export function writeRow(
  { rowWords, cell, shift }: Packing,
  { row, tail }: Segment,
  at: number,
  numbers: Int32Array,
): void {
  row.fill(0, at * rowWords, (at + 1) * rowWords);
  tail[at] = 0;
  for (let part = 0; part < numbers.length; part++) {
    const word = cell[part] ?? 0;
    const bits = (numbers[part] ?? 0) << (shift[part] ?? 0);
    if (word < rowWords) row[at * rowWords + word] = (row[at * rowWords + word] ?? 0) | bits;
    else tail[at] = (tail[at] ?? 0) | bits;
  }
}
