/** What stands in memory, and what waits in the buffers of stores: fields of the part memory (memory/fields.ts). */
import type { Bounds } from '../../bounds.ts';
import { memoryFields, memoryFieldsOfM } from './stores-fields.ts';

interface MemoryRecords {
  readonly memory: ReturnType<typeof memoryFields>;
}
interface MemoryRecordsOfM {
  readonly memory: ReturnType<typeof memoryFieldsOfM>;
}

/** Without the part the fields are not there, whatever the type says: only what the part has reads them. */
export const memoryOf = (bounds: Bounds): MemoryRecords =>
  (bounds.parts.memory === undefined ? {} : { memory: memoryFields(bounds) }) as MemoryRecords;
export const memoryOfM = (bounds: Bounds): MemoryRecordsOfM =>
  (bounds.parts.memory === undefined ? {} : { memory: memoryFieldsOfM(bounds) }) as MemoryRecordsOfM;

interface InitialMemory {
  readonly memory: { readonly gen: number; readonly genStore: number };
}
interface InitialMemoryOfM {
  readonly memory: { readonly writing: number; readonly buf: number[]; readonly stores: number[] };
}

/** The values at the beginning, under the same proviso. */
export const initialMemory = ({ parts }: Bounds): InitialMemory =>
  (parts.memory === undefined ? {} : { memory: { gen: 0, genStore: 0 } }) as InitialMemory;
export const initialMemoryOfM = ({ parts: { memory } }: Bounds): InitialMemoryOfM =>
  (memory === undefined
    ? {}
    : {
        memory: { writing: 0, buf: [0, 0], stores: Array.from({ length: memory.storesPerM }, () => 0) },
      }) as InitialMemoryOfM;
