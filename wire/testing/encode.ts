/** Writes traces for tests: any bytes that the format allows, and a few that it does not. */
import { eventId } from '../index.ts';

type Value = number | bigint;

/** Unsigned LEB128; with `width`, padded with zero groups to that many bytes, as the runtime pads a batch's size. */
export function uvarint(value: Value, width = 1): number[] {
  const bytes: number[] = [];
  let rest = BigInt(value);
  do {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  } while (rest > 0n || bytes.length < width);
  const last = bytes.length - 1;
  bytes[last] = (bytes[last] ?? 0) & 0x7f;
  return bytes;
}

export const header = (version: number): number[] => [
  ...Buffer.from(`go 1.${version} trace\0\0\0`, 'latin1'),
];

/** An event of that name, with its arguments. */
export const event = (name: string, ...args: readonly Value[]): number[] => [
  eventId(name),
  ...args.flatMap((value) => uvarint(value)),
];

export const string = (id: Value, data: Uint8Array | string): number[] => {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  return [...event('String', id), ...uvarint(bytes.length), ...bytes];
};

export const stack = (id: Value, frames: readonly (readonly Value[])[]): number[] => [
  ...event('Stack', id, frames.length),
  ...frames.flat().flatMap((value) => uvarint(value)),
];

export interface BatchParts {
  readonly gen?: Value;
  readonly m?: Value;
  readonly time?: Value;
  /** 0 for a plain batch. */
  readonly experiment?: number;
  /** Where the header lies about the body. */
  readonly size?: Value;
  readonly body: readonly number[];
}

export const batch = ({ gen = 1, m = 77, time = 1000, experiment = 0, size, body }: BatchParts): number[] => [
  ...(experiment === 0 ? [eventId('EventBatch')] : [eventId('ExperimentalBatch'), experiment]),
  ...[gen, m, time].flatMap((value) => uvarint(value)),
  ...uvarint(size ?? body.length, 10),
  ...body,
];

export const trace = (version: number, ...parts: readonly (readonly number[])[]): Uint8Array =>
  Uint8Array.from([...header(version), ...parts.flat()]);
