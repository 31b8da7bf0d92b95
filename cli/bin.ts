#!/usr/bin/env node
/** The process: streams, signals and the exit code. Everything else is `run`. */
import { availableParallelism } from 'node:os';
import { oneLine } from './errors.ts';
import { exitCode } from './exit-codes.ts';
import { run } from './run.ts';
import type { Out } from './world.ts';

/** Where output is no terminal, text is laid out for this many columns. */
const columnsDefault = 100;

function out(stream: NodeJS.WriteStream): Out {
  // A reader that has seen enough (`| head`) is no failure.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? exitCode.holds);
    if (stream === process.stdout)
      process.stderr.write(oneLine(`the output cannot be written (${error.message})`));
    process.exit(exitCode.usage);
  });
  const { env } = process;
  const forced = env['FORCE_COLOR'] !== undefined && !['', '0', 'false'].includes(env['FORCE_COLOR']);
  const plain = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
  return {
    write: (text) => void stream.write(text),
    writeBytes: (bytes) =>
      new Promise((resolve, reject) => {
        stream.write(bytes, (error) => {
          if (error) reject(error);
          else resolve();
        });
      }),
    isTTY: stream.isTTY,
    columns: Math.max(60, Math.min(stream.columns, 160) || columnsDefault),
    colour: forced || (stream.isTTY && !plain),
  };
}

function onInterrupt(first: () => void): () => void {
  let interrupts = 0;
  const listen = (): void => {
    interrupts++;
    if (interrupts > 1) process.exit(exitCode.interrupted);
    process.stderr.write('\nnosplit: interrupted; finishing the level, once more to stop at once\n');
    first();
  };
  // SIGTERM is what a scheduler sends before it takes the machine away.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, listen);
  return () => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, listen);
  };
}

process.exitCode = await run(process.argv.slice(2), {
  stdout: out(process.stdout),
  stderr: out(process.stderr),
  cwd: process.cwd(),
  cores: availableParallelism(),
  now: () => performance.now(),
  onInterrupt,
});
