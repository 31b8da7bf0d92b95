/** A trace that comes in pieces, printed as it comes, within memory that does not grow. */
import { classOf, eventsOf } from '../decode/events-of.ts';
import { headerBytes, readHeader } from '../decode/header.ts';
import type { Batch } from '../decode/read-trace.ts';
import { readItem } from '../decode/read-trace.ts';
import type { TraceVersion } from '../events.ts';
import type { Format, FormatName } from './format.ts';
import { formats } from './format.ts';
import { bytesReadBeyond, EventPrinter, growthMax } from './print-events.ts';
import { itemBytesMax, Window } from '../decode/window.ts';

/** Lines are given away once there are so many bytes of them. */
const fullBytes = 2 ** 17;

/**
 * Prints the trace whose bytes are `chunks`, in their order. `write` may keep the bytes that it gets until it resolves. Throws
 * a WireError where the trace is damaged, after the lines before the damage are written.
 */
export async function printTrace(
  chunks: AsyncIterable<Uint8Array>,
  name: FormatName,
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  const input = new Window(chunks, { beyond: bytesReadBeyond });
  try {
    await input.fill();
    const version = readHeader(input.bytes.subarray(0, input.end));
    input.at = headerBytes;
    await printItems(input, version, formats[name], write);
  } finally {
    await input.close();
  }
}

async function printItems(
  input: Window,
  version: TraceVersion,
  format: Format,
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  const out = Buffer.allocUnsafe(fullBytes + growthMax * itemBytesMax);
  const printer = new EventPrinter(format, version, input.bytes, out);
  let used = out.write(format.head(version), 0);
  try {
    for (let index = 0; ;) {
      if (input.needsMore) await input.fill();
      if (input.at === input.end) break;
      const item = readItem(input.bytes.subarray(0, input.end), input.at, version, index, input.base);
      for (const line of format.opening(item)) used += out.write(`${line}\n`, used);
      if (item.kind === 'batch') {
        const start = item.bodyOffset - input.base;
        input.at = start + item.body.length;
        const isWhole = printer.print(classOf(item), start, input.at, used);
        used = printer.end;
        if (used > out.length)
          throw new RangeError(`a batch of ${item.size} bytes has ${used} bytes of lines`);
        if (!isWhole || item.body.length < item.size) throw damageIn(item);
        index++;
      } else input.at++;
      if (used >= fullBytes) {
        await write(out.subarray(0, used));
        used = 0;
      }
    }
  } finally {
    if (used > 0) await write(out.subarray(0, used));
  }
}

/** What the plain reader says of a batch that the printer gave up. */
function damageIn(batch: Batch): Error {
  try {
    for (const { id } of eventsOf(batch)) if (id === 0) break;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  return new RangeError(`batch ${batch.index} is in order, and yet it was not printed`);
}
