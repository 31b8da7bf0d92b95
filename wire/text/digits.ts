/** Whole numbers as decimal digits, in bytes. */

const pairs = Uint8Array.from(
  Array.from({ length: 100 }, (_, n) => [48 + Math.floor(n / 10), 48 + (n % 10)]).flat(),
);

/** Writes a whole number below 2^53 to `out[at]` and on. Returns the place behind it. */
export function writeDecimal(out: Uint8Array, at: number, value: number): number {
  if (value < 1e9) return writeSmall(out, at, value | 0);
  const high = Math.floor(value / 1e9);
  let low = (value - high * 1e9) | 0;
  const end = writeSmall(out, at, high) + 9;
  for (let to = end; to > end - 9; low = (low / 10) | 0) out[--to] = 48 + (low % 10);
  return end;
}

/** Numbers below 1e9, two digits at a time. */
function writeSmall(out: Uint8Array, at: number, value: number): number {
  const end = at + lengthOf(value);
  let [rest, to] = [value, end];
  while (rest >= 100) {
    const above = (rest / 100) | 0;
    const pair = (rest - above * 100) * 2;
    out[--to] = pairs[pair + 1] ?? 0;
    out[--to] = pairs[pair] ?? 0;
    rest = above;
  }
  if (rest >= 10) {
    out[--to] = pairs[rest * 2 + 1] ?? 0;
    out[--to] = pairs[rest * 2] ?? 0;
  } else out[--to] = 48 + rest;
  return end;
}

function lengthOf(value: number): number {
  if (value < 1e3) return value < 10 ? 1 : value < 100 ? 2 : 3;
  if (value < 1e6) return value < 1e4 ? 4 : value < 1e5 ? 5 : 6;
  return value < 1e7 ? 7 : value < 1e8 ? 8 : 9;
}
