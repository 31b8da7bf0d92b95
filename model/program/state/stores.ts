/** What threads and the memory system do with the store buffer of an M. */
import type { Draft, View } from '../../../checker/index.ts';
import { FLAG_UP, SLOT, slotStore } from './stores-fields.ts';
import type { memoryFieldsOfM } from './stores-fields.ts';

interface NextM {
  readonly memory: Draft<ReturnType<typeof memoryFieldsOfM>>;
}
interface M {
  readonly memory: View<ReturnType<typeof memoryFieldsOfM>>;
}

/** The M stores: the entry waits behind its older ones, of which a full buffer gives up the oldest. */
export function store({ memory }: NextM, entry: number, buffersPerM: number): void {
  const { stores } = memory;
  if (stores.at(stores.length - 1) !== 0) drainOldest({ memory }, buffersPerM);
  let end = 0;
  while (stores.at(end) !== 0) end++;
  stores.set(end, entry);
}

/** The M's oldest store reaches memory. */
export function drainOldest({ memory }: NextM, buffersPerM: number): void {
  const { stores } = memory;
  const entry = stores.at(0);
  for (let index = 1; index < stores.length; index++) stores.set(index - 1, stores.at(index));
  stores.set(stores.length - 1, 0);
  if (entry < SLOT) memory.writing = entry === FLAG_UP ? 1 : 0;
  else memory.buf.set(entry < slotStore(1, 0, buffersPerM) ? 0 : 1, (entry - SLOT) % (buffersPerM + 1));
}

/** Every store of the M has reached memory. */
export function isDrained({ memory }: M): boolean {
  return memory.stores.at(0) === 0;
}

/** Whether the M has a store into that slot in its buffer. */
export function hasSlotStore({ memory }: NextM, parity: number, buffersPerM: number): boolean {
  const first = slotStore(parity, 0, buffersPerM);
  const { stores } = memory;
  for (let index = 0; index < stores.length; index++) {
    const entry = stores.at(index);
    if (entry >= first && entry <= first + buffersPerM) return true;
  }
  return false;
}
