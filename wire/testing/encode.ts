/** Writes traces for tests: any bytes that the format allows, and a few that it does not. */
import { eventId, headerOf, uvarint } from '../index.ts';

type Value = number | bigint;

export const header = (version: number): number[] => [...headerOf(version)];

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
