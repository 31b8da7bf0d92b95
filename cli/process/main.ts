/** The main thread: it has the streams, the signals and the exit code; what a command does is in `run`. */
import { availableParallelism } from 'node:os';
import { oneLine } from '../errors.ts';
import { exitCode } from '../exit-codes.ts';
import { withoutFlag } from '../no-color.ts';
import { asksVersion, version } from '../version.ts';
import { streamOf } from './streams.ts';

const [stdout, stderr] = [streamOf(process.stdout), streamOf(process.stderr)];

/** Commands that run a model, or search for long: on a thread, so that signals and --time end them whatever they do. */
const onThread = ['check', 'conform', 'emit-test', 'export', 'induction', 'replay', 'report', 'why'];

let listeners: readonly (() => void)[] = [];
let interrupts = 0;
const interrupt = (): void => {
  interrupts++;
  if (interrupts > 1 || listeners.length === 0) process.exit(exitCode.interrupted);
  // The others end at once, or wait for a program that was interrupted, too.
  if (onThread.includes(command))
    stderr.write('\nnosplit: interrupted; finishing the level, once more to stop at once\n');
  for (const first of listeners) first();
};

const outer = {
  stdout,
  stderr,
  // Who takes `-` alone opens it.
  stdin: {
    get isTTY() {
      return process.stdin.isTTY;
    },
    chunks: () => process.stdin,
  },
  cwd: process.cwd(),
  cores: availableParallelism(),
  now: () => performance.now(),
  onInterrupt: (first: () => void) => {
    listeners = [...listeners, first];
    return () => {
      listeners = listeners.filter((one) => one !== first);
    };
  },
};

/** Commands whose exit code is a verdict: it is the same when stdout cannot take the report. */
const judging = ['check', 'conform', 'diff', 'induction', 'matrix', 'validate'];

/** Commands on the main thread that can be interrupted: they are seldom busy for long, and take what is typed, or wait for a program. */
const inSlices = ['explore', 'record'];

const words = process.argv.slice(2);
const [command = ''] = withoutFlag(words).words;
let exit: number;
if ([...onThread, ...inSlices].includes(command))
  // SIGTERM is what a scheduler sends before it takes the machine away. Another command on the main thread, which may be busy
  // for long, leaves both signals what they are.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupt);
if (onThread.includes(command)) {
  const { oversee } = await import('./overseer.ts');
  exit = await oversee(words, outer);
} else if (words.length === 1 && asksVersion(words)) {
  // `run` says the same, and loads what a command line can be first.
  stdout.write(`${version()}\n`);
  exit = exitCode.holds;
} else {
  const { run } = await import('../run.ts');
  exit = await run(words, { ...outer, endAfter: () => undefined, runsModel: () => undefined });
}
await stdout.flushed();
if (stdout.failure !== null) {
  stderr.write(oneLine(`the output cannot be written (${stdout.failure})`));
  if (exit === exitCode.holds && !judging.includes(command)) exit = exitCode.usage;
}
await stderr.flushed();
process.exit(exit);
