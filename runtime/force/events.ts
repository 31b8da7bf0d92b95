/** The events of a log: how many Ms wrote, and how many of them were in the buffers that the reader took. */
import { LogReader } from '../log/reader.ts';

export interface EventCounts {
  readonly written: number;
  readonly read: number;
}

/** Counts the whole log. Writers without an M are left out. */
export function countEvents(path: string): EventCounts {
  const log = new LogReader(path);
  /** Events in each buffer, by its address. */
  const inBuffer = new Map<number, number>();
  let [written, read] = [0, 0];
  while (log.next()) {
    const [first = 0, , buf = 0] = log.values;
    if (log.kind === 'refilled') inBuffer.set(buf, 0);
    if (log.kind === 'event') {
      written++;
      inBuffer.set(buf, (inBuffer.get(buf) ?? 0) + 1);
    }
    if (log.kind !== 'readerTake') continue;
    read += inBuffer.get(first) ?? 0;
    inBuffer.delete(first);
  }
  log.close();
  return { written, read };
}
