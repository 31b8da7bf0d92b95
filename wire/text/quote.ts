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

/** Code points that were assigned after Unicode 15.0, which Go 1.21 to 1.26 have, up to 17.0, which Go 1.27 has; Node may know them. */
const later: RegExp = classOf([
  '88f 897 c5c cdc 1acf-1add 1ae0-1aeb 1b4e-1b4f 1b7f 1c89-1c8a 20c1 2427-2429 2b96 2ffc-2fff',
  '31e4-31e5 31ef a7cb-a7cf a7d2 a7d4 a7da-a7dc a7f1 fbc3-fbd2 fd90-fd91 fdc8-fdce 105c0-105f3',
  '10940-10959 10d40-10d65 10d69-10d85 10d8e-10d8f 10ec2-10ec7 10ed0-10ed8 10efa-10efc 11380-11389',
  '1138b 1138e 11390-113b5 113b7-113c0 113c2 113c5 113c7-113ca 113cc-113d5 113d7-113d8 113e1-113e2',
  '116d0-116e3 11b60-11b67 11bc0-11be1 11bf0-11bf9 11db0-11ddb 11de0-11de9 11f5a 13460-143fa',
  '16100-16139 16d40-16d79 16ea0-16eb8 16ebb-16ed3 16ff2-16ff6 187f8-187ff 18cff 18d09-18d1e',
  '18d80-18df2 1cc00-1ccfc 1cd00-1ceb3 1ceba-1ced0 1cee0-1cef0 1e5d0-1e5fa 1e5ff 1e6c0-1e6de',
  '1e6e0-1e6f5 1e6fe-1e6ff 1f6d8 1f777-1f77a 1f8b2-1f8bb 1f8c0-1f8c1 1f8d0-1f8d8 1fa54-1fa57',
  '1fa89-1fa8a 1fa8e-1fa8f 1fabe 1fac6 1fac8 1facd 1fadc 1fadf 1fae9-1faea 1faef 1fbcb-1fbef 1fbfa',
  '2b73a-2b73f 2cea2-2cead 2ebf0-2ee5d 323b0-33479',
]);

function classOf(ranges: readonly string[]): RegExp {
  return new RegExp(
    `[${ranges
      .join(' ')
      .replace(/[0-9a-f]+/g, '\\u{$&}')
      .replaceAll(' ', '')}]`,
    'u',
  );
}

/** Whether Go prints it as it is: letters, marks, numbers, punctuation, symbols and the ASCII space. */
export function isPrint(rune: number): boolean {
  if (rune < 0x7f) return rune >= 0x20;
  const text = String.fromCodePoint(rune);
  return /[\p{L}\p{M}\p{N}\p{P}\p{S}]/u.test(text) && !later.test(text);
}

const escaped = (rune: number): string =>
  rune < 0x20 || rune === 0x7f
    ? `\\x${hex(rune, 2)}`
    : rune < 0x10000
      ? `\\u${hex(rune, 4)}`
      : `\\U${hex(rune, 8)}`;

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
