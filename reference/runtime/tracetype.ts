/**
 * The types of a generation's heap objects, by number, with the alloc/free experiment. Source: runtime/tracetype.go.
 */
import type { GoType } from './mheap.ts';
import type { Runtime } from './runtime2.ts';
import { traceBytesPerNumber } from './tracebuf.ts';
import { unsafeTraceExpWriter } from './traceexp.ts';
import { slot } from './tracewriter.ts';

/** What an experimental batch has. Go: traceAllocFreeTypesBatch, runtime/traceallocfree.go. */
const traceAllocFreeTypesBatch = 0;

/** The number of a type, from 1 on; 0 is none. Go: traceTypeTable.put, runtime/tracetype.go. */
export function traceTypeTablePut(rt: Runtime, gen: number, type: GoType | null): number {
  return type === null ? 0 : rt.trace.typeTab[slot(gen)].put(type);
}

/** Writes all types, and forgets them. Go: traceTypeTable.dump, runtime/tracetype.go. */
export function traceTypeTableDump(rt: Runtime, gen: number): void {
  const tab = rt.trace.typeTab[slot(gen)];
  const w = unsafeTraceExpWriter(rt, gen);
  for (const [{ addr, size, ptrBytes, name }, id] of tab.ids) {
    const data = new TextEncoder().encode(name);
    w.ensure(2 + 5 * traceBytesPerNumber + data.length, traceAllocFreeTypesBatch);
    for (const value of [id, addr, size, ptrBytes, data.length]) w.varint(value);
    w.stringData(data);
  }
  w.flush();
  tab.reset();
}
