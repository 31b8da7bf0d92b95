/** What every trace is written of: its first bytes, and numbers. */

/** The first 16 bytes of a trace of that version. Nothing is judged, so that unknown versions can be written down. */
export const headerOf = (version: number): Uint8Array =>
  new TextEncoder().encode(`go 1.${version} trace\0\0\0`);

/**
 * A whole number from 0 in groups of seven bits, the lowest first (unsigned LEB128); padded to `bytesMin` bytes with groups of zero,
 * as the runtime pads the size of a batch.
 */
export function uvarint(value: number | bigint, bytesMin = 1): number[] {
  const bytes: number[] = [];
  let rest = BigInt(value);
  while (rest >= 128n || bytes.length < bytesMin - 1) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  return [...bytes, Number(rest)];
}
