/** What traces are read from where they come in pieces. */

/** The part of a FileHandle of Node's that is needed. */
export interface ReadableHandle {
  read(buffer: Uint8Array, offset: number, length: number): Promise<{ readonly bytesRead: number }>;
}

/**
 * The bytes of a trace in their order, piece by piece: a stream of Node's, a ReadableStream, a generator, or an open file, which is
 * read from where it stands. A piece may be written over once the next is asked for.
 */
export type Chunks = AsyncIterable<Uint8Array> | ReadableStream<Uint8Array> | ReadableHandle;

const chunkBytes = 2 ** 18;

/** The pieces, whatever gives them. Streams are told where no more is wanted; who opened a file closes it. */
export function piecesOf(chunks: Chunks): AsyncIterable<Uint8Array> {
  if (Symbol.asyncIterator in chunks) return chunks;
  return 'read' in chunks ? ofHandle(chunks) : ofStream(chunks);
}

/** Not every browser iterates streams. */
async function* ofStream(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const reader = stream.getReader();
  let isDone = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      isDone = done;
      if (done) return;
      yield value;
    }
  } finally {
    if (!isDone) await reader.cancel();
    reader.releaseLock();
  }
}

async function* ofHandle(handle: ReadableHandle): AsyncGenerator<Uint8Array, void> {
  const chunk = new Uint8Array(chunkBytes);
  for (;;) {
    const { bytesRead } = await handle.read(chunk, 0, chunkBytes);
    if (bytesRead === 0) return;
    yield chunk.subarray(0, bytesRead);
  }
}
