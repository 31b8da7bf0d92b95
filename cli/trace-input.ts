/** The bytes of an execution trace, piece by piece: of a file, a pipe or stdin (`-`), unpacked where gzip has packed them. */
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { UsageError, fileError, messageOf } from './errors.ts';
import type { World } from './world.ts';

const chunkBytes = 2 ** 18;

/** What a trace is packed to at the least: a tenth is usual. Below, only so many bytes are taken on trust. */
const ratioMax = 100;
const trustedBytes = 2 ** 26;

/** How messages call what was given, on one line. */
export const inputName = (file: string): string =>
  file === '-' ? 'stdin' : file.replaceAll('\n', '\\u000a');

/** How much of what was given has been read. */
export interface InputProgress {
  /** In bytes, packed as they are. */
  read: number;
  /** Undefined for stdin and pipes. */
  size: number | undefined;
}

/**
 * Each piece is gone once the next is asked for. `progress` is kept up to date. Throws a UsageError for what cannot be read, for gzip that is damaged or packs
 * more than a trace can be, and for what another program has packed.
 */
export async function* traceChunks(
  file: string,
  { cwd, stdin }: Pick<World, 'cwd' | 'stdin'>,
  progress: InputProgress = { read: 0, size: undefined },
): AsyncGenerator<Uint8Array, void, undefined> {
  if (file === '-' && stdin.isTTY)
    throw new UsageError('- is stdin, and that is a terminal; give a file, or send one in: < trace.out');
  const name = inputName(file);
  const chunks = file === '-' ? fromStdin(stdin.chunks()) : fromFile(resolve(cwd, file), file, progress);
  try {
    const { head, isOver } = await beginning(chunks, 8);
    const packer = packers.find(({ magic }) => magic.every((byte, at) => head[at] === byte));
    if (packer !== undefined && packer.name !== 'gzip')
      throw new UsageError(`${name} is packed by ${packer.name}; unpack it, and give what comes out`);
    const whole = isOver ? only(head) : after(head, chunks);
    yield* packer === undefined ? whole : unpacked(whole, name);
  } finally {
    await chunks.return();
  }
}

const packers: readonly { readonly name: string; readonly magic: readonly number[] }[] = [
  { name: 'gzip', magic: [0x1f, 0x8b, 8] },
  { name: 'zstd', magic: [0x28, 0xb5, 0x2f, 0xfd] },
  { name: 'xz', magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0] },
  { name: 'bzip2', magic: [0x42, 0x5a, 0x68] },
  { name: 'zip', magic: [0x50, 0x4b, 3, 4] },
];

export type Chunks = AsyncGenerator<Uint8Array, void, undefined>;

async function* fromFile(path: string, file: string, progress: InputProgress): Chunks {
  const unreadable = (error: unknown): never => {
    throw new UsageError(`${file} cannot be read (${fileError(error)}); give an execution trace`);
  };
  const handle = await open(path).catch(unreadable);
  try {
    progress.size = await sizeOf(handle);
    const chunk = new Uint8Array(chunkBytes);
    for (;;) {
      const { bytesRead } = await handle.read(chunk, 0, chunkBytes, null).catch(unreadable);
      if (bytesRead === 0) return;
      progress.read += bytesRead;
      yield chunk.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

const sizeOf = async (handle: FileHandle): Promise<number | undefined> => {
  const about = await handle.stat();
  return about.isFile() ? about.size : undefined;
};

async function* fromStdin(chunks: AsyncIterable<Uint8Array>): Chunks {
  try {
    yield* chunks;
  } catch (error) {
    throw new UsageError(`stdin cannot be read (${fileError(error)}); send an execution trace in`);
  }
}

/** The first bytes, `least` of them where there are so many, and whether these are all. */
export async function beginning(
  chunks: Chunks,
  least: number,
): Promise<{ readonly head: Uint8Array; readonly isOver: boolean }> {
  let head: Uint8Array = new Uint8Array();
  for (;;) {
    const next = await chunks.next();
    if (next.done === true) return { head, isOver: true };
    head = Buffer.concat([head, next.value]);
    if (head.length >= least) return { head, isOver: false };
  }
}

export async function* only(head: Uint8Array): Chunks {
  await Promise.resolve();
  if (head.length > 0) yield head;
}

/** What was taken from the beginning, and the rest. */
export async function* after(head: Uint8Array, chunks: Chunks): Chunks {
  yield head;
  yield* chunks;
}

async function* unpacked(chunks: Chunks, name: string): Chunks {
  const count = { packed: 0, unpacked: 0 };
  const packed = async function* (): Chunks {
    for await (const chunk of chunks) {
      count.packed += chunk.length;
      // The piece is written over while this one still waits to be unpacked.
      yield Buffer.from(chunk);
    }
  };
  const unzip = createGunzip({ chunkSize: chunkBytes });
  const source = Readable.from(packed(), { objectMode: false });
  let unread: unknown;
  source.on('error', (error) => {
    unread = error;
    unzip.destroy(error);
  });
  source.pipe(unzip);
  try {
    for await (const chunk of unzip as AsyncIterable<Buffer>) {
      count.unpacked += chunk.length;
      if (count.unpacked > trustedBytes && count.unpacked > ratioMax * count.packed)
        throw new UsageError(
          `${name} unpacks to more than ${ratioMax} times its size, which no execution trace does; where it is one, unpack it yourself`,
        );
      yield chunk;
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (unread instanceof Error) throw unread;
    throw new UsageError(
      `${name} is packed by gzip and damaged (${messageOf(error)}); what could be unpacked ends at byte ${count.unpacked}`,
    );
  } finally {
    source.destroy();
    unzip.destroy();
  }
}
