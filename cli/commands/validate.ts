/** `nosplit validate`: whether an execution trace is one that Go's reader reads to its end, and which rule it breaks. */
import type { Command } from '@commander-js/extra-typings';
import { Option } from '@commander-js/extra-typings';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Validation } from '../../wire/index.ts';
import { encodeText, validate, WireError } from '../../wire/index.ts';
import { UsageError, fileError } from '../errors.ts';
import { exitCode } from '../exit-codes.ts';
import { deliver } from '../output.ts';
import { validationDocument, validationText } from '../reporters/validation.ts';
import { painter } from '../reporters/words.ts';
import type { World } from '../world.ts';

export function addValidate(program: Command, world: World, finish: (exit: number) => void): void {
  program
    .command('validate')
    .description("judge a Go execution trace (Go 1.22 to 1.26) by the rules of Go's own reader")
    .argument(
      '<file>',
      "the trace, or its text form: a .test file of Go's, or what decode prints with a header",
    )
    .addOption(
      new Option('-r, --reader <release>', 'whose reader: that of 1.23 and 1.24, or that of 1.25 and 1.26')
        .choices(['1.24', '1.26'] as const)
        .default('1.26' as const),
    )
    .option('--strict', "ask for the rules, too, that Go's writer keeps and no reader of Go's asks for")
    .addOption(
      new Option('-f, --format <kind>', 'how to print')
        .choices(['text', 'json'] as const)
        .default('text' as const),
    )
    .option('-o, --out <file>', 'write to a file')
    .action(async (file, { reader, strict, format, out }) => {
      const found = judged(file, await bytesOf(file, world.cwd), { reader, strict: strict === true });
      const text =
        format === 'json'
          ? `${JSON.stringify(validationDocument(file, found), null, 2)}\n`
          : validationText(
              file,
              found,
              world.stdout.columns,
              painter(out === undefined && world.stdout.colour),
            );
      const isValid = found.violation === null && (found.findings ?? []).length === 0;
      const isWritten = deliver(text, out, world);
      finish(!isValid ? exitCode.violated : isWritten ? exitCode.holds : exitCode.usage);
    });
}

function judged(file: string, bytes: Uint8Array, options: Parameters<typeof validate>[1]): Validation {
  try {
    return validate(bytes, options);
  } catch (error) {
    if (error instanceof WireError) throw new UsageError(`${file}: ${error.message}`);
    throw error;
  }
}

/** The bytes of the trace in the file, which may be in text form. */
async function bytesOf(file: string, cwd: string): Promise<Uint8Array> {
  const bytes = await readFile(resolve(cwd, file)).catch((error: unknown) => {
    throw new UsageError(`${file} cannot be read (${fileError(error)}); give an execution trace`);
  });
  const start = /^(?:-- expect --\n.*\n-- trace --\n)?Trace Go1\./.exec(bytes.toString('latin1', 0, 4096));
  if (start === null) return bytes;
  const text = bytes.toString('utf8');
  const trace = text.slice(text.indexOf('Trace Go1.'));
  try {
    return encodeText(trace);
  } catch (error) {
    if (error instanceof SyntaxError) throw new UsageError(`${file}: from 'Trace' on, ${error.message}`);
    throw error;
  }
}
