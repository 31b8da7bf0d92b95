/** The process's streams: what happens when nobody reads, when the disk is full, and when a pipe is slow. */
import type { Out } from '../world.ts';

export interface Stream extends Out {
  /** Resolves once all that was written is out, or cannot be. */
  flushed(): Promise<void>;
  /** Why writing failed; null where it did not, or only because the reader has seen enough (`| head`). */
  readonly failure: string | null;
}

/** Where output is no terminal, text is laid out for this many columns. */
const columnsDefault = 100;

export function streamOf(stream: NodeJS.WriteStream): Stream {
  let [isOpen, failure, waiting]: [boolean, string | null, number] = [true, null, 0];
  let onEmpty = (): void => undefined;
  const close = (error: NodeJS.ErrnoException): void => {
    if (isOpen && error.code !== 'EPIPE') failure = error.message;
    isOpen = false;
  };
  stream.on('error', close);
  /** What is written after the stream was closed is dropped: the command goes on to its exit code. */
  const write = (data: string | Uint8Array): Promise<boolean> =>
    new Promise((resolve) => {
      if (!isOpen) {
        resolve(false);
        return;
      }
      waiting++;
      stream.write(data, (error) => {
        if (error) close(error);
        if (--waiting === 0) onEmpty();
        resolve(isOpen);
      });
    });
  const { env } = process;
  const forced = env['FORCE_COLOR'] !== undefined && !['', '0', 'false'].includes(env['FORCE_COLOR']);
  const plain = (env['NO_COLOR'] ?? '') !== '';
  // A dumb terminal knows no colours and cannot go back to the start of a line. In Windows, TERM is mostly not set.
  const isTTY = stream.isTTY && env['TERM'] !== 'dumb';
  return {
    write: (text) => void write(text),
    writeBytes: write,
    isTTY,
    columns: Math.max(60, Math.min(stream.columns, 160) || columnsDefault),
    colour: forced || (isTTY && !plain),
    flushed: () =>
      new Promise((resolve) => {
        if (waiting === 0) resolve();
        else onEmpty = resolve;
      }),
    get failure() {
      return failure;
    },
  };
}
