/**
 * What the checker asks of the program that it runs in. Everything else of it is plain JavaScript.
 *
 * There are two hosts, `node.ts` and `page.ts`. `#host` is the one of the two that fits: package.json maps it (`imports`), and a
 * bundler for pages chooses by the condition `browser`. No other module of the checker names a module of Node's, the entry of
 * worker threads apart, which nothing imports.
 */
import type { Worker } from 'node:worker_threads';

export type { Worker };

export interface Host {
  /** The SHA-256 of the text's UTF-8, in 64 hex digits. */
  sha256(this: void, text: string): string;
  /** Resolves after the event loop has run: messages, timers and interrupts were heard. */
  nextTurn(this: void): Promise<void>;
  /** The CPU time that the program has taken, all its threads together, in milliseconds. */
  cpuMs(this: void): number;
  /** The memory that a search could take at most, in bytes. */
  memoryBytes(this: void): number;
  /** What bounds the memory, with what is used of it now; at least one limit. */
  memoryLimits(this: void): readonly Limited[];
  /** Starts a thread that takes jobs of a parallel search; null where there are no threads. */
  readonly startWorker: (() => Worker) | null;
  /** Null where there are no files. */
  readonly files: Files | null;
}

/** Bytes that are left, and what ends them. */
export interface Room {
  readonly bytes: number;
  readonly of: 'the machine' | 'the cgroup' | 'ulimit -v' | 'ulimit -d' | 'the page';
}

/** A limit with what the process uses of it. */
export interface Limited extends Room {
  readonly used: number;
  readonly kind: 'addresses' | 'memory';
}

/** Files that are there whole or not at all, with a checksum at their end. */
export interface Files {
  /** The version of nosplit that runs, as its package says. */
  version(this: void): string;
  exists(this: void, file: string): Promise<boolean>;
  /** Writes the pieces; each may be overwritten once the next is asked for. Rejects with the system's error. */
  write(this: void, file: string, pieces: Iterable<Uint8Array>): Promise<void>;
  /** Rejects with the system's error. */
  read(this: void, file: string): Promise<WholeReader>;
  /** The CRC-32 of the bytes, going on from that of those before. */
  crc32(this: void, bytes: Uint8Array, before?: number): number;
}

/** A file that is read from its begin to its end. */
export interface WholeReader {
  /** Bytes apart from the checksum. */
  readonly bytes: number;
  /** Fills `into`; false where the file ends before. */
  read(into: Uint8Array): Promise<boolean>;
  /** Whether everything was read, and the checksum is right. */
  isWhole(): Promise<boolean>;
  close(): Promise<void>;
}

/** What is read or written at once. */
export const PIECE_BYTES = 2 ** 22;
