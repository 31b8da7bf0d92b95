/** The command line as a function: words in, exit code out. */
import { Command, CommanderError } from '@commander-js/extra-typings';
import { addCommands, commandNames } from './commands/commands.ts';
import { UsageError, oneLine } from './errors.ts';
import { exitCode, exitMeanings } from './exit-codes.ts';
import { noSuch } from './nearest.ts';
import { noColor, plain, withoutFlag } from './no-color.ts';
import { guarded } from './terminal.ts';
import { fill } from './reporters/words.ts';
import { internal as fault, thrown } from './process/blame.ts';
import { about, version } from './version.ts';
import type { World } from './world.ts';

/** Runs the words that follow `nosplit` and returns the exit code; every failure is one line on stderr. */
export async function run(given: readonly string[], unguarded: World): Promise<number> {
  const { words: asked, isPlain } = withoutFlag(given);
  const world = guarded(isPlain ? plain(unguarded) : unguarded);
  let exit: number = exitCode.holds;
  const finish = (code: number): void => {
    exit = code;
  };
  // Commander writes its own complaint before it throws; the text is kept and told once, in our form.
  let complaint = '';
  const program = new Command('nosplit')
    .description(about)
    .version(version(), '-V, --version')
    .option(noColor.flag, noColor.about)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        world.stdout.write(text);
      },
      writeErr: (text) => {
        complaint += text;
      },
      outputError: (text) => {
        complaint += text;
      },
      getOutHelpWidth: () => world.stdout.columns,
      getErrHelpWidth: () => world.stderr.columns,
      getOutHasColors: () => world.stdout.colour,
    })
    .configureHelp({ sortSubcommands: true })
    .showHelpAfterError(false)
    .helpCommand(false);
  const words = withoutHelp(asked);
  await addCommands(words, program, world, finish);
  program.addHelpText(
    'after',
    '\nnosplit help COMMAND describes a command, nosplit version prints the version.\n\n' +
      fill(
        `Exit codes: ${exitMeanings.map(([code, meaning]) => `${code} ${meaning}`).join(', ')}.`,
        world.stdout.columns,
      ).join('\n'),
  );
  const command = program.commands.find((one) => one.name() === words[0]);
  try {
    const empty = words.indexOf('');
    if (empty !== -1)
      throw new UsageError(
        `argument ${empty + 1} is empty; give it a value, or leave it out (a shell variable may be unset)`,
      );
    const [word = '-', more] = words;
    if (asked[0] === 'version' && more !== undefined)
      throw new UsageError(
        `version takes no argument, and was given '${more}'; nosplit --help shows what there is`,
      );
    if (!word.startsWith('-') && command === undefined)
      throw new UsageError(
        noSuch(
          `unknown command '${word}'`,
          word,
          [...commandNames, 'help', 'version'],
          'nosplit --help shows what there is',
        ),
      );
    await program.parseAsync([...words], { from: 'user' });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return exitCode.holds;
      world.stderr.write(
        error.code === 'commander.help'
          ? complaint
          : oneLine(
              `${complaint
                .replace(/^error: (command-argument value )?/, '')
                .trim()
                .replace(
                  /\.$/,
                  '',
                )}; nosplit ${command === undefined ? '' : `${command.name()} `}--help shows what there is`,
            ),
      );
      return exitCode.usage;
    }
    return await failed(error, world);
  }
}

/** `help`, `help COMMAND` and `version` as the options that say the same. */
function withoutHelp(words: readonly string[]): readonly string[] {
  const [word, command, ...more] = words;
  if (word === 'version') return ['--version', ...words.slice(1)];
  if (word !== 'help') return words;
  return command === undefined || ['help', 'version'].includes(command)
    ? ['--help', ...more]
    : [command, '--help', ...more];
}

/** Tells an error and gives its exit code: the user's to mend, or ours. */
async function failed(error: unknown, { stderr }: World): Promise<number> {
  const { SystemError } = await import('../checker/index.ts');
  const isUsers = error instanceof SystemError && error.code !== 'worker';
  if (error instanceof UsageError || isUsers) {
    stderr.write(oneLine(error.message));
    return exitCode.usage;
  }
  const { exit, line } = fault(thrown(error));
  stderr.write(line);
  return exit;
}
