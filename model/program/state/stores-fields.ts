/**
 * What stands in memory, where a store of a thread arrives some time after the thread made it: total store order, as on
 * amd64. The fields of the core are what the thread itself sees, which finds its own stores in its buffer; these are what
 * the others see. Only what one thread writes and another reads without a lock is here: `trace.gen`, the flag of an M and
 * its buffer pointers. A buffer's contents are published by the pointer, whose store comes after theirs.
 */
import { array, int, record } from '../../../checker/index.ts';
import type { Bounds } from '../../bounds.ts';

/** Entries of a store buffer; 0 is none, and {@link slotStore} gives the rest. */
export const FLAG_DOWN = 1;
export const FLAG_UP = 2;
/** Entries from here on are stores of a buffer pointer. */
export const SLOT = 3;

export const memoryFields = ({ parts: { memory }, generations }: Bounds) => {
  const on = memory === undefined ? 0 : 1;
  return record({
    gen: int(0, on * generations),
    /** The advancer's store buffer: a generation that it stored and nobody else sees yet, plus one; 0 for none. */
    genStore: int(0, on * (generations + 1)),
  });
};

export const memoryFieldsOfM = ({ parts: { memory }, buffersPerM }: Bounds) => {
  const on = memory === undefined ? 0 : 1;
  return record({
    writing: int(0, on),
    buf: array(2, int(0, on * buffersPerM)),
    /** The M's store buffer, the oldest first, 0 past the newest. */
    stores: array(memory?.storesPerM ?? 0, int(0, slotStore(1, buffersPerM, buffersPerM))),
  });
};

/** The store of a buffer pointer into a slot. */
export function slotStore(parity: number, buf: number, buffersPerM: number): number {
  return SLOT + parity * (buffersPerM + 1) + buf;
}
