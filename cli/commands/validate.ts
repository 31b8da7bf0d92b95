/** `nosplit validate`: whether an execution trace is one that Go's reader reads to its end, and which rule it breaks. */
import type { Command } from '@commander-js/extra-typings';
import { Option } from '@commander-js/extra-typings';
import type { ValidateOptions, ValidateProgress, Validation } from '../../wire/index.ts';
import { encodeText, validate, WireError } from '../../wire/index.ts';
import { UsageError } from '../errors.ts';
import { exitCode } from '../exit-codes.ts';
import { deliverVerdict } from '../output.ts';
import { liveLine } from '../reporters/live-line.ts';
import { validationDocument, validationText } from '../reporters/validation.ts';
import { count, painter, size } from '../reporters/words.ts';
import type { InputProgress } from '../trace-input.ts';
import { after, beginning, inputName, only, traceChunks } from '../trace-input.ts';
import { judgedLog, judgedLogs } from '../log/judged-log.ts';
import { collect } from '../selection/select.ts';
import type { World } from '../world.ts';

export function addValidate(program: Command, world: World, finish: (exit: number) => void): void {
  program
    .command('validate')
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
      "judge a log of nosplit record: whether its steps are a run of the tree's design; with a trace of the same run, compare the two; may be repeated",
      collect,
    )
    .option('--coverage', 'with --log: which steps and lines of the tree the logs took, and which never')
    .option('--hidden <file>', 'with --log: list the steps that no record stands for in a file')
    .option('-d, --design <name>', 'with --log: judge by another design (nosplit list designs)')
    .option('-g, --go [dir]', 'with --log: judge by the steps of a Go source tree (default: go env GOROOT)')
    .option('--strict', "judge by rules, too, that Go's writer keeps and Go's readers do not check")
    .addOption(
      new Option('-f, --format <kind>', 'how to print')
        .choices(['text', 'json'] as const)
        .default('text' as const),
    )
    .option('-o, --out <file>', 'write to a file')
    .option('-q, --quiet', 'no progress')
    .action(async (file, options) => {
      const { reader, strict, format, out, log: logs = [] } = options;
      const [log, ...others] = logs;
      if (others.length > 0) {
        const wrong = file ?? (options.hidden === undefined ? undefined : '--hidden');
        if (wrong !== undefined)
          throw new UsageError(`${wrong} goes with one --log, and there are ${logs.length}`);
        finish(await judgedLogs(logs, options, world));
        return;
      }
      if (file === undefined) {
        if (log === undefined) throw new UsageError('name an execution trace, or a log with --log FILE');
        finish(await judgedLog(log, options, null, world));
        return;
      }
      const byOther = (['design', 'go'] as const).find((name) => options[name] !== undefined);
      if (log === undefined && byOther !== undefined)
        throw new UsageError(`--${byOther} goes with --log; a trace is judged by --reader`);
      const ofLog = (['coverage', 'hidden'] as const).find((name) => options[name] !== undefined);
      if (log === undefined && ofLog !== undefined)
        throw new UsageError(`--${ofLog} is about a log; give one with --log FILE`);
      const name = inputName(file);
      const { validation: found, bytes } = await judged(
        file,
        { reader, strict: strict === true },
        { log, quiet: options.quiet },
        world,
      );
      if (log !== undefined) {
        finish(await judgedLog(log, options, { file: name, bytes, validation: found }, world));
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

interface Judged {
  readonly validation: Validation;
  /** The whole trace, which a comparison with a log counts again; empty where no log is given. */
  readonly bytes: Uint8Array;
}

/** Judges the trace as it comes, where it is neither in text form nor compared with a log. */
async function judged(
  file: string,
  options: ValidateOptions,
  { log, quiet }: { readonly log?: string | undefined; readonly quiet?: true | undefined },
  world: World,
): Promise<Judged> {
  const name = inputName(file);
  const line = liveLine(world, { quiet, everyMs: 100 });
  const input: InputProgress = { read: 0, size: undefined };
  const onProgress = ({ bytes, events }: ValidateProgress): void => {
    const share = input.size === undefined ? undefined : input.read / input.size;
    line.show(() => `judging: ${size(bytes)} read, ${count(events)} events`, share);
  };
  const chunks = traceChunks(file, world, input);
  try {
    const { head, isOver } = await beginning(chunks, textHeadBytes);
    const whole = isOver ? only(head) : after(head, chunks);
    const isText = textStart.test(Buffer.from(head).toString('latin1', 0, textHeadBytes));
    if (!isText && log === undefined)
      return { validation: await validate(whole, { ...options, onProgress }), bytes: new Uint8Array() };
    const all = await inMemory(whole, name);
    const bytes = isText ? encoded(all, name) : all;
    const validation = validate(bytes, options);
    // Nobody is killed while a text is written.
    return { validation: isText ? { ...validation, probablyCut: false } : validation, bytes };
  } catch (error) {
    if (error instanceof WireError) throw new UsageError(`${name}: ${error.message}`);
    throw error;
  } finally {
    line.clear();
    await chunks.return();
  }
}

/** The trace begins in so many bytes, where it is in text form. */
const textHeadBytes = 4096;
const textStart = /^(?:-- expect --\r?\n.*\r?\n-- trace --\r?\n)?Trace Go1\./;

/** Texts, and traces that are compared with a log, are held in memory. */
const bytesMax = 2 ** 31;

async function inMemory(chunks: AsyncIterable<Uint8Array>, name: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let total = 0;
  for await (const piece of chunks) {
    total += piece.length;
    if (total > bytesMax)
      throw new UsageError(
        `${name} has more than ${bytesMax / 2 ** 30} GiB; a text, or a trace that is compared with a log, is judged in memory`,
      );
    pieces.push(Buffer.from(piece));
  }
  return Buffer.concat(pieces, total);
}

/** The bytes of a trace in text form. */
function encoded(bytes: Buffer, name: string): Uint8Array {
  const text = bytes.toString('utf8');
  try {
    return encodeText(text.slice(text.indexOf('Trace Go1.')));
  } catch (error) {
    if (error instanceof SyntaxError) throw new UsageError(`${name}: from 'Trace' on, ${error.message}`);
    throw error;
  }
}
