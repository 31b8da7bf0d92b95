/** The file of a log, before and after the program that writes it. */
import { closeSync, ftruncateSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { control, LOG_START } from '../log/format.ts';

/** Makes an empty log with room for so many bytes, which take no place on the disk until they are written. */
export function createLog(path: string, capacity: number): void {
  const fd = openSync(path, 'w');
  try {
    const page = Buffer.alloc(LOG_START);
    page.writeBigUInt64LE(BigInt(capacity), control.capacity);
    writeSync(fd, page);
    ftruncateSync(fd, capacity);
  } finally {
    closeSync(fd);
  }
}

export interface FinishedLog {
  readonly records: number;
  readonly bytes: number;
  /** Programs that found the log taken by another. */
  readonly others: number;
  readonly isFull: boolean;
}

/**
 * Cuts the log to what was written and adds how the program ended. Null, and no file is left, where nothing was recorded.
 */
export function finishLog(path: string, ended: string, godebug: string): FinishedLog | null {
  const fd = openSync(path, 'r+');
  try {
    const page = Buffer.alloc(LOG_START);
    readSync(fd, page, 0, LOG_START, 0);
    const word = (offset: number): number => Number(page.readBigUInt64LE(offset));
    const [records, used] = [word(control.records), word(control.used)];
    if (records === 0) {
      rmSync(path);
      return null;
    }
    ftruncateSync(fd, used);
    const trailer = Buffer.from(`${JSON.stringify({ ended, records, godebug })}\n`);
    writeSync(fd, trailer, 0, trailer.length, used);
    return {
      records,
      bytes: used + trailer.length,
      others: word(control.others),
      isFull: word(control.full) !== 0,
    };
  } finally {
    closeSync(fd);
  }
}
