/**
 * The strings of a generation, by number. They are written as they come, not when the generation ends.
 * Source: runtime/tracestring.go. There are two tables: a generation that ends still has its own while the next one fills.
 */
import { dataBytesMax, eventId } from '../../wire/index.ts';
import type { Runtime } from './runtime2.ts';
import { traceBytesPerNumber } from './tracebuf.ts';
import { unsafeTraceWriter } from './traceexp.ts';
import { slot } from './tracewriter.ts';

const evStrings = eventId('Strings');
const evString = eventId('String');
const encoder = new TextEncoder();

/**
 * The number of a string, from 1 on, the same each time; 0 is the empty string's.
 * Go: traceStringTable.put, runtime/tracestring.go.
 */
export function traceStringTablePut(rt: Runtime, gen: number, text: string): number {
  if (text === '') return 0;
  const tab = rt.trace.stringTab[slot(gen)];
  const before = tab.seq;
  const id = tab.put(text);
  if (id > before) writeString(rt, gen, id, text);
  return id;
}

/**
 * A number of its own for a string that will hardly come again. From 1.26 on the empty string has number 0 here, too.
 * Go: traceStringTable.emit, runtime/tracestring.go.
 */
export function traceStringTableEmit(rt: Runtime, gen: number, text: string): number {
  if (text === '' && rt.design.header >= 26) return 0;
  const id = rt.trace.stringTab[slot(gen)].stealID();
  writeString(rt, gen, id, text);
  return id;
}

/** Cuts a string at 1024 bytes, and writes it. Go: traceStringTable.writeString, runtime/tracestring.go. */
function writeString(rt: Runtime, gen: number, id: number, text: string): void {
  const { stringBuf } = rt.trace;
  const data = encoder.encode(text).subarray(0, dataBytesMax);
  const w = unsafeTraceWriter(rt, gen, stringBuf[slot(gen)]);
  w.ensure(2 + 2 * traceBytesPerNumber + data.length, evStrings);
  w.byte(evString);
  w.varint(id);
  w.varint(data.length);
  w.stringData(data);
  w.logged(evString, [id], data);
  stringBuf[slot(gen)] = w.buf;
}

/** Queues what was written, and forgets the strings. Go: traceStringTable.reset, runtime/tracestring.go. */
export function traceStringTableReset(rt: Runtime, gen: number): void {
  const { stringBuf, stringTab } = rt.trace;
  unsafeTraceWriter(rt, gen, stringBuf[slot(gen)]).flush();
  stringBuf[slot(gen)] = null;
  stringTab[slot(gen)].reset();
}
