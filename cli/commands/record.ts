/** `nosplit record`: runs a Go program with hooks in its tracer, whose steps come into a log. */
import type { Command } from '@commander-js/extra-typings';
import { resolve } from 'node:path';
import { GoTreeError } from '../../facts/index.ts';
import type { LogPart, Recorded } from '../../runtime/index.ts';
import { AnchorError, RecordError, logParts, record } from '../../runtime/index.ts';
import { UsageError, fileError } from '../errors.ts';
import { exitCode } from '../exit-codes.ts';
import { parseMemory } from '../limits.ts';
import { noSuch } from '../nearest.ts';
import { count, plural, size } from '../reporters/words.ts';
import type { World } from '../world.ts';

const outDefault = 'nosplit.log';

export function addRecord(program: Command, world: World, finish: (exit: number) => void): void {
  program
    .command('record')
    .argument(
      '<command...>',
      'after --: go run, go test, go build or go install with their words, or a program that record built',
    )
    .option('-o, --out <file>', 'the log', outDefault)
    .option(
      '--parts <names>',
      'what is recorded: core, core,statuses or core,statuses,transitions',
      parseParts,
      ['core'] as const,
    )
    .option('--limit <size>', 'how large the log may become', parseMemory, 2 ** 32)
    .action(async (command, { out, limit, parts }) => {
      // The program gets the interrupt as well; what it wrote until then is kept.
      const release = world.onInterrupt(() => undefined);
      try {
        const recorded = await recordedBy(command, { out, limit, parts }, world);
        world.stderr.write(`${summary(out, command, recorded).join('\n')}\n`);
        const { log, builds, ended } = recorded;
        finish(log !== null || (builds && ended === 'exit 0') ? exitCode.holds : exitCode.usage);
      } finally {
        release();
      }
    });
}

async function recordedBy(
  command: readonly string[],
  {
    out,
    limit: capacity,
    parts,
  }: { readonly out: string; readonly limit: number; readonly parts: readonly LogPart[] },
  { cwd }: World,
): Promise<Recorded> {
  try {
    return await record({ command, out: resolve(cwd, out), capacity, cwd, env: process.env, parts });
  } catch (error) {
    if (error instanceof RecordError || error instanceof AnchorError || error instanceof GoTreeError)
      throw new UsageError(error.message);
    if (error instanceof Error && 'code' in error)
      throw new UsageError(`--out ${out} cannot be written (${fileError(error)}); choose another file`);
    throw error;
  }
}

/** Throws a UsageError for what is no part, and for a list without the core. */
function parseParts(text: string): readonly LogPart[] {
  const names = text.split(',');
  const wrong = names.find((name) => !(logParts as readonly string[]).includes(name));
  if (wrong !== undefined)
    throw new UsageError(noSuch(`--parts ${text}: ${wrong} is no part`, wrong, logParts));
  if (!names.includes('core'))
    throw new UsageError(`--parts ${text}: the core is always recorded; write core,${text}`);
  if (names.includes('transitions') && !names.includes('statuses'))
    throw new UsageError(
      `--parts ${text}: transitions are judged with what the tracer keeps of each G; write core,statuses,transitions`,
    );
  return logParts.filter((name) => names.includes(name));
}

function summary(out: string, command: readonly string[], { log, builds, ended }: Recorded): string[] {
  if (builds)
    return ended === 'exit 0'
      ? ['built with hooks; record a run: nosplit record --out FILE -- PROGRAM']
      : [`nosplit: ${command.slice(0, 2).join(' ')} ended with ${ended}; nothing was built`];
  if (log === null)
    return [
      `nosplit: nothing was recorded, and the command ended with ${ended}: the program began no trace, or record did not build it`,
    ];
  const { records, bytes, others, isFull } = log;
  return [
    `${out}: ${count(records)} records, ${size(bytes)}; the command ended with ${ended}`,
    ...(isFull ? ['the log was full before the end; record with a larger --limit'] : []),
    ...(others === 0
      ? []
      : [`${plural(others, 'other process', 'other processes')} traced and found the log taken`]),
    `judge it: nosplit validate --log ${out}`,
  ];
}
