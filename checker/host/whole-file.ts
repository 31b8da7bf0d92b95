/**
 * Files that are there whole or not at all, with a checksum at their end: written beside their place and then moved there, so
 * that a process that is killed, or a disk that is full, leaves the file that was there before.
 */
import { readFileSync } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Files, WholeReader } from './host.ts';
import { PIECE_BYTES } from './host.ts';

const crc32 = (bytes: Uint8Array, before?: number): number =>
  process.getBuiltinModule('node:zlib').crc32(bytes, before);

export const files: Files = { version, exists, write, read, crc32 };

/** Where a file stands until it is whole. */
const partOf = (file: string): string => `${file}.part`;

const CHECKSUM_BYTES = 4;

async function write(file: string, pieces: Iterable<Uint8Array>): Promise<void> {
  const part = partOf(file);
  try {
    const handle = await open(part, 'w');
    try {
      let sum = 0;
      for (const piece of pieces) {
        sum = crc32(piece, sum);
        await handle.writeFile(piece);
      }
      await handle.writeFile(new Uint8Array(Uint32Array.of(sum).buffer));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  // So that the new name outlives a loss of power, too. Not every system can.
  const folder = await open(dirname(file), 'r').catch(() => null);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

async function read(file: string): Promise<WholeReader> {
  const handle = await open(file, 'r');
  const bytes = Math.max(0, (await handle.stat()).size - CHECKSUM_BYTES);
  let [at, sum] = [0, 0];
  const fill = async (into: Uint8Array): Promise<boolean> => {
    for (let done = 0; done < into.length;) {
      const { bytesRead } = await handle.read(into, done, Math.min(into.length - done, PIECE_BYTES));
      if (bytesRead === 0) return false;
      done += bytesRead;
    }
    return true;
  };
  return {
    bytes,
    read: async (into) => {
      if (at + into.length > bytes) return false;
      at += into.length;
      for (let from = 0; from < into.length; from += PIECE_BYTES) {
        const piece = into.subarray(from, from + PIECE_BYTES);
        if (!(await fill(piece))) return false;
        sum = crc32(piece, sum);
      }
      return true;
    },
    isWhole: async () => {
      const expected = new Uint32Array(1);
      return at === bytes && (await fill(new Uint8Array(expected.buffer))) && expected[0] === sum;
    },
    close: () => handle.close(),
  };
}

function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

/** From the package that this file is part of. */
function version(): string {
  for (const above of ['../../package.json', '../../../package.json']) {
    try {
      const found = JSON.parse(readFileSync(new URL(above, import.meta.url), 'utf8')) as {
        version?: unknown;
      };
      return String(found.version);
    } catch {
      continue;
    }
  }
  return 'unknown';
}
