/** Bytes as Go quotes them. Source: strconv/quote.go, Quote. */

const named: Readonly<Record<number, string>> = {
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
  34: '\\"',
  92: '\\\\',
};

/** A Go string literal in double quotes with exactly these bytes. */
export function quoted(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const { rune, length } = runeAt(bytes, at);
    if (rune === undefined) text += `\\x${hex(bytes[at] ?? 0, 2)}`;
    else text += named[rune] ?? (isPrint(rune) ? String.fromCodePoint(rune) : escaped(rune));
    at += length;
  }
  return `"${text}"`;
}

/**
 * The code point that begins at a byte and how many bytes it has; undefined and one byte where that is no UTF-8: too long
 * a form, a surrogate, past the last code point, or cut off.
 */
function runeAt(
  bytes: Uint8Array,
  at: number,
): { readonly rune: number | undefined; readonly length: number } {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return { rune: first, length: 1 };
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  const tail = bytes.subarray(at + 1, at + length);
  const whole =
    first >= 0xc2 &&
    first <= 0xf4 &&
    tail.length === length - 1 &&
    tail.every((byte) => (byte & 0xc0) === 0x80);
  const rune = tail.reduce((sum, byte) => sum * 64 + (byte & 0x3f), first & (0x7f >> length));
  const least = [0, 0, 0x80, 0x800, 0x10000][length] ?? 0;
  const isScalar = rune >= least && rune <= 0x10ffff && !(rune >= 0xd800 && rune <= 0xdfff);
  return whole && isScalar ? { rune, length } : { rune: undefined, length: 1 };
}

/** Letters, marks, numbers, punctuation, symbols and the ASCII space, as of Unicode 15, which Go 1.21 to 1.26 have. */
const isPrint = (rune: number): boolean =>
  rune === 0x20 || /[\p{L}\p{M}\p{N}\p{P}\p{S}]/u.test(String.fromCodePoint(rune));

const escaped = (rune: number): string =>
  rune < 0x20 || rune === 0x7f
    ? `\\x${hex(rune, 2)}`
    : rune < 0x10000
      ? `\\u${hex(rune, 4)}`
      : `\\U${hex(rune, 8)}`;

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
