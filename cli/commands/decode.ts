/** `nosplit decode`: the events of a Go execution trace as text or as JSON Lines. */
import type { Command } from '@commander-js/extra-typings';
import { Option } from '@commander-js/extra-typings';
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { printTrace, WireError } from '../../wire/index.ts';
import { UsageError, fileError } from '../errors.ts';
import { exitCode } from '../exit-codes.ts';
import type { World } from '../world.ts';

const chunkBytes = 2 ** 18;

export function addDecode(program: Command, { stdout, cwd }: World, finish: (exit: number) => void): void {
  program
    .command('decode')
    .description(
      'print the events of a Go execution trace (Go 1.22 to 1.26), as `go tool trace -d=wire` does',
    )
    .argument('<file>', 'the trace')
    .addOption(
      new Option('-f, --format <kind>', 'how to print')
        .choices(['text', 'jsonl'] as const)
        .default('text' as const),
    )
    .action(async (file, { format }) => {
      try {
        await printTrace(chunksOf(file, cwd), format, async (bytes) => {
          if (!(await stdout.writeBytes(bytes))) throw new NobodyReads();
        });
      } catch (error) {
        // A reader that has seen enough (`| head`) need not wait for the rest.
        if (error instanceof NobodyReads) return;
        // What stands before the damage is printed by now.
        if (error instanceof WireError) throw new UsageError(`${file}: ${error.message}`);
        throw error;
      }
      finish(exitCode.holds);
    });
}

class NobodyReads extends Error {}

/** The bytes of a file, or of a pipe, in pieces that each are gone once the next is asked for. */
async function* chunksOf(file: string, cwd: string): AsyncGenerator<Uint8Array, void, undefined> {
  const unreadable = (error: unknown): never => {
    throw new UsageError(`${file} cannot be read (${fileError(error)}); give an execution trace`);
  };
  const handle = await open(resolve(cwd, file)).catch(unreadable);
  try {
    const chunk = new Uint8Array(chunkBytes);
    for (;;) {
      const { bytesRead } = await handle.read(chunk, 0, chunkBytes, null).catch(unreadable);
      if (bytesRead === 0) return;
      yield chunk.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}
