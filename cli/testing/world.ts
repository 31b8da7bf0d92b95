/** A world for tests: it remembers what was written and is interrupted on demand. */
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { run } from '../run.ts';
import type { Out, World } from '../world.ts';

export const repository: string = fileURLToPath(new URL('../..', import.meta.url));

export interface Ended {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, as a terminal shows them. */
  readonly screen: string;
}

export interface WorldOptions {
  readonly cwd?: string;
  readonly columns?: number;
  readonly colour?: boolean;
  readonly isTTY?: boolean;
  readonly stdin?: Iterable<Uint8Array>;
  /** Interrupts as soon as a command listens. */
  readonly interrupt?: boolean;
}

/** Runs `nosplit` with these words in a world of its own. */
export async function nosplit(words: readonly string[], options: WorldOptions = {}): Promise<Ended> {
  const {
    cwd = repository,
    columns = 100,
    colour = false,
    isTTY = false,
    interrupt = false,
    stdin,
  } = options;
  let [stdout, stderr, screen] = ['', '', ''];
  const out = (keep: (text: string) => void): Out => ({
    write: (text) => {
      keep(text);
      screen += text;
    },
    writeBytes(bytes) {
      this.write(Buffer.from(bytes).toString());
      return Promise.resolve(true);
    },
    isTTY,
    columns,
    colour,
  });
  const world: World = {
    stdout: out((text) => (stdout += text)),
    stderr: out((text) => (stderr += text)),
    stdin: { isTTY: stdin === undefined, chunks: () => Readable.from(stdin ?? []) },
    cwd,
    cores: 2,
    now: () => performance.now(),
    onInterrupt: (first) => {
      if (interrupt) first();
      return () => undefined;
    },
    endAfter: () => undefined,
    runsModel: () => undefined,
  };
  const exit = await run(words, world);
  return { exit, stdout, stderr, screen };
}
