/** `nosplit validate`: whether an execution trace is one that Go's reader reads to its end, and which rule it breaks. */
import type { Command } from '@commander-js/extra-typings';
import { Option } from '@commander-js/extra-typings';
import type { Validation } from '../../wire/index.ts';
import { encodeText, validate, WireError } from '../../wire/index.ts';
import { UsageError } from '../errors.ts';
import { exitCode } from '../exit-codes.ts';
import { deliverVerdict } from '../output.ts';
import { validationDocument, validationText } from '../reporters/validation.ts';
import { painter } from '../reporters/words.ts';
import { inputName, traceChunks } from '../trace-input.ts';
import { judgedLog } from '../log/judged-log.ts';
import type { World } from '../world.ts';

export function addValidate(program: Command, world: World, finish: (exit: number) => void): void {
  program
    .command('validate')
    .description("judge a Go execution trace (Go 1.22 to 1.26) by the rules of Go's own reader")
    .argument(
      '[file]',
      "the trace, gzipped or not, or its text form: a .test file of Go's, or what decode prints with a header; - is stdin",
    )
    .addOption(
      new Option('-r, --reader <release>', 'whose reader: that of 1.23 and 1.24, or that of 1.25 and 1.26')
        .choices(['1.24', '1.26'] as const)
        .default('1.26' as const),
    )
    .option(
      '--log <file>',
      "judge a log of nosplit record: whether its steps are a run of the tree's design; with a trace of the same run, compare the two",
    )
    .option('--coverage', 'with --log: which actions of the design the log took, and which never')
    .option('--hidden <file>', 'with --log: list the steps that no record stands for in a file')
    .option('-d, --design <name>', 'with --log: judge by another design (nosplit list designs)')
    .option('--strict', "ask for the rules, too, that Go's writer keeps and no reader of Go's asks for")
    .addOption(
      new Option('-f, --format <kind>', 'how to print')
        .choices(['text', 'json'] as const)
        .default('text' as const),
    )
    .option('-o, --out <file>', 'write to a file')
    .action(async (file, options) => {
      const { reader, strict, format, out, log } = options;
      if (file === undefined) {
        if (log === undefined) throw new UsageError('name an execution trace, or a log with --log FILE');
        finish(judgedLog(log, options, null, world));
        return;
      }
      if (log === undefined && options.design !== undefined)
        throw new UsageError('--design goes with --log; a trace is judged by --reader');
      const ofLog = (['coverage', 'hidden'] as const).find((name) => options[name] !== undefined);
      if (log === undefined && ofLog !== undefined)
        throw new UsageError(`--${ofLog} is about a log; give one with --log FILE`);
      const name = inputName(file);
      const input = await bytesOf(file, world);
      const judgement = judged(name, input.bytes, { reader, strict: strict === true });
      // Nobody is killed while a text is written.
      const found = input.isText ? { ...judgement, probablyCut: false } : judgement;
      if (log !== undefined) {
        finish(judgedLog(log, options, { file: name, bytes: input.bytes, validation: found }, world));
        return;
      }
      const text =
        format === 'json'
          ? `${JSON.stringify(validationDocument(name, found), null, 2)}\n`
          : validationText(
              name,
              found,
              world.stdout.columns,
              painter(out === undefined && world.stdout.colour),
            );
      const isValid = found.violation === null && (found.findings ?? []).length === 0;
      const exit = isValid ? exitCode.holds : exitCode.violated;
      finish(deliverVerdict(text, { out, exit }, world).exit);
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

/** Traces are judged in memory. */
const bytesMax = 2 ** 31;

/** The bytes of the trace that was given, which may be in text form. */
async function bytesOf(
  file: string,
  world: World,
): Promise<{ readonly bytes: Uint8Array; readonly isText: boolean }> {
  const name = inputName(file);
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of traceChunks(file, world)) {
    size += piece.length;
    if (size > bytesMax)
      throw new UsageError(
        `${name} has more than ${bytesMax / 2 ** 30} GiB, and traces are judged in memory; nosplit decode reads any size`,
      );
    pieces.push(Buffer.from(piece));
  }
  const bytes = Buffer.concat(pieces, size);
  const start = /^(?:-- expect --\n.*\n-- trace --\n)?Trace Go1\./.exec(bytes.toString('latin1', 0, 4096));
  if (start === null) return { bytes, isText: false };
  const text = bytes.toString('utf8');
  const trace = text.slice(text.indexOf('Trace Go1.'));
  try {
    return { bytes: encodeText(trace), isText: true };
  } catch (error) {
    if (error instanceof SyntaxError) throw new UsageError(`${name}: from 'Trace' on, ${error.message}`);
    throw error;
  }
}
