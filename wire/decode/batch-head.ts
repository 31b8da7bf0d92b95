/** The head of a batch, as all readers take it: what it is, and its numbers in their order. Source: internal/trace/batch.go, readBatch. */
import { eventId } from '../events.ts';
import type { Cursor, WireValue } from './cursor.ts';

const kinds: ReadonlyMap<number | undefined, 'batch' | 'experimental' | 'end-of-generation'> = new Map([
  [eventId('EventBatch'), 'batch'],
  [eventId('ExperimentalBatch'), 'experimental'],
  [eventId('EndOfGeneration'), 'end-of-generation'],
] as const);

/** What begins with this byte; undefined for what is no batch. */
export const kindOf = (
  type: number | undefined,
): 'batch' | 'experimental' | 'end-of-generation' | undefined => kinds.get(type);

export type HeadField = 'generation' | 'thread' | 'time' | 'size';

export type BatchHead = Readonly<Record<HeadField, WireValue>>;

/** What a reader says of a head. */
export interface HeadJudge {
  /** A number is cut or too long: the cursor stands where it begins, and knows which. */
  missing(this: void, field: HeadField): never;
  /** A number was read that begins at this offset. */
  look?(this: void, field: HeadField, value: WireValue, at: number): void;
}

/** The numbers of a head; the cursor stands behind its first byte, and of an experimental batch its second. */
export function readHead(cursor: Cursor, { missing, look }: HeadJudge): BatchHead {
  const number = (field: HeadField): WireValue => {
    const { at } = cursor;
    const value = cursor.uvarint() ?? missing(field);
    look?.(field, value, at);
    return value;
  };
  // In this order.
  const [generation, thread] = [number('generation'), number('thread')];
  return { generation, thread, time: number('time'), size: number('size') };
}
