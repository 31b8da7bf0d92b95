/** A log that a command was given. */
import { resolve } from 'node:path';
import { LogError, LogReader } from '../../runtime/index.ts';
import { UsageError, fileError } from '../errors.ts';
import type { World } from '../world.ts';

/** Throws a UsageError for what cannot be read, and for what is no log. */
export function opened(file: string, { cwd }: World): LogReader {
  try {
    return new LogReader(resolve(cwd, file));
  } catch (error) {
    if (error instanceof LogError) throw new UsageError(`${file}: ${error.message}`);
    throw new UsageError(`${file} cannot be read (${fileError(error)}); give the file of record --out`);
  }
}
