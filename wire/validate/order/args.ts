import type { WireValue } from '../../decode/cursor.ts';
import type { TimedEvent } from './state.ts';

/** The argument at that index, the time not counted. An event has all that its type has. */
export const value = ({ args }: TimedEvent, index: number): WireValue => args[index] ?? 0;

/** A status as Go's reader takes it: the lowest byte of the number. */
export const statusByte = (written: WireValue): number =>
  typeof written === 'number' ? written % 256 : Number(BigInt.asUintN(8, written));
