/** A trace as text, printed by the fast printer and by its slow twin. */
import type { FormatName, TraceItem } from '../index.ts';
import { itemJson, itemText, printTrace, readTrace, WireError } from '../index.ts';
import { headJson } from '../text/json-lines.ts';

export interface Printed {
  readonly text: string;
  /** The damage, or null. */
  readonly error: string | null;
}

/** The plain way: whole in memory, and a string for each line. */
export function plainly(bytes: Uint8Array, format: FormatName): Printed {
  let text = '';
  const linesOf: (item: TraceItem) => Iterable<string> = format === 'text' ? itemText : itemJson;
  try {
    const { version, items } = readTrace(bytes);
    if (format === 'jsonl') text += `${headJson(version)}\n`;
    for (const item of items) for (const line of linesOf(item)) text += `${line}\n`;
    return { text, error: null };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return { text, error: error.message };
  }
}

/** The fast way, from pieces of those sizes in turn, and again from the first. */
export async function fast(
  bytes: Uint8Array,
  format: FormatName,
  sizes: readonly number[] = [1e6],
): Promise<Printed> {
  let text = '';
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let [at, k] = [0, 0]; at < bytes.length; k++) {
      const size = sizes[k % sizes.length] ?? 1;
      yield await Promise.resolve(bytes.slice(at, at + size));
      at += size;
    }
  }
  const write = (part: Uint8Array): Promise<void> => {
    text += Buffer.from(part).toString();
    return Promise.resolve();
  };
  try {
    await printTrace(pieces(), format, write);
    return { text, error: null };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return { text, error: error.message };
  }
}
