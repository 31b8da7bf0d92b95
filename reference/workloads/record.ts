/** A process whose execution trace and log are kept, for whoever compares them. */
import type { LoggedEvent } from '../runtime/records.ts';
import { runProcess } from './process.ts';
import type { ProcessOptions, ProcessResult } from './process.ts';

/** A run with the execution trace that it wrote. */
export interface RecordedProcess extends ProcessResult {
  /** The execution trace, whole. */
  readonly bytes: Uint8Array;
  /** All that was written, in the order in which it became complete. */
  readonly log: readonly LoggedEvent[];
}

/** Runs a process as {@link runProcess} does. */
export function recordProcess(options: Omit<ProcessOptions, 'write' | 'log'>): RecordedProcess {
  const pieces: Uint8Array[] = [];
  const log: LoggedEvent[] = [];
  const result = runProcess({
    ...options,
    write: (piece) => pieces.push(piece.slice()),
    log: (event) => log.push(event),
  });
  return { ...result, bytes: Buffer.concat(pieces), log };
}
