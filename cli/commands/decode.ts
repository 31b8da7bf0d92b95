/** `nosplit decode`: the events of a Go execution trace as text or as JSON Lines. */
import type { Command } from '@commander-js/extra-typings';
import { Option } from '@commander-js/extra-typings';
import { printTrace, WireError } from '../../wire/index.ts';
import { UsageError } from '../errors.ts';
import { exitCode } from '../exit-codes.ts';
import { whyCut } from '../reporters/validation.ts';
import { inputName, traceChunks } from '../trace-input.ts';
import type { World } from '../world.ts';

export function addDecode(program: Command, world: World, finish: (exit: number) => void): void {
  program
    .command('decode')
    .argument('<file>', 'the trace, gzipped or not; - is stdin')
    .addOption(
      new Option('-f, --format <kind>', 'how to print')
        .choices(['text', 'jsonl'] as const)
        .default('text' as const),
    )
    .action(async (file, { format }) => {
      try {
        await printTrace(traceChunks(file, world), format, async (bytes) => {
          if (!(await world.stdout.writeBytes(bytes))) throw new NobodyReads();
        });
      } catch (error) {
        // A reader that has seen enough (`| head`) need not wait for the rest.
        if (error instanceof NobodyReads) return;
        // What stands before the damage is printed by now.
        if (error instanceof WireError)
          throw new UsageError(
            `${inputName(file)}: ${error.message}${error.isCut ? `; the trace is probably cut: ${whyCut}` : ''}`,
          );
        throw error;
      }
      finish(exitCode.holds);
    });
}

class NobodyReads extends Error {}
