/** `nosplit run`: a workload under the executable tracer, and the execution trace that it writes. */
import type { Command } from '@commander-js/extra-typings';
import { Option } from '@commander-js/extra-typings';
import { closeSync, openSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Design, ProcessResult, Workload } from '../../reference/index.ts';
import { alike, designNamed, designs, runProcess, workloads } from '../../reference/index.ts';
import type { Validation } from '../../wire/index.ts';
import { validate } from '../../wire/index.ts';
import { UsageError, oneLine } from '../errors.ts';
import { exitCode } from '../exit-codes.ts';
import { wholeNumber } from '../limits.ts';
import { noSuch } from '../nearest.ts';
import { refuseTerminal, written } from '../output.ts';
import type { Cell } from '../reporters/words.ts';
import { count, fill, right, size, table } from '../reporters/words.ts';
import type { World } from '../world.ts';

interface Options {
  readonly design: Design;
  readonly seed: number;
  readonly rounds: number;
  readonly generations: number;
  readonly turn: number;
  readonly check: boolean;
}

/** One run, as it is printed; the names are those of the JSON. */
interface Run {
  readonly workload: string;
  readonly design: string;
  readonly seed: number;
  /** Empty: the run came to its end. */
  readonly failure: string;
  readonly events: number;
  readonly generations: number;
  readonly bytes: number;
  readonly elapsedMs: number;
  readonly eventsPerSecond: number;
  readonly growths: number;
  readonly growthsInSections: number;
  /** What a reader of Go says of the trace; null where it was not asked. */
  readonly valid: boolean | null;
  readonly violation: string | null;
}

export function addRun(program: Command, world: World, finish: (exit: number) => void): void {
  program
    .command('run')
    .argument('[workload]', `one of ${workloads.map(({ name }) => name).join(', ')} (default: each in turn)`)
    .option('-d, --design <name>', 'whose tracer: nosplit list designs', 'seed')
    .option(
      '-s, --seed <n>',
      'decides the interleaving; the same seed gives the same bytes',
      positiveInteger('--seed'),
      1,
    )
    .option(
      '-r, --rounds <n>',
      'how often the main goroutine does its work',
      positiveInteger('--rounds'),
      4000,
    )
    .option('-g, --generations <n>', 'of the execution trace', positiveInteger('--generations'), 4)
    .option('--turn <steps>', 'before another thread is chosen, at most', positiveInteger('--turn'), 1000)
    .option('--check', 'judge the trace as the reader of Go 1.26 does')
    .option('-o, --out <file>', 'write the trace to a file, or to stdout (-)')
    .addOption(
      new Option('-f, --format <kind>', 'how to print')
        .choices(['text', 'json'] as const)
        .default('text' as const),
    )
    .action(async (name, { design, check, out, format, ...options }) => {
      const chosen = name === undefined ? workloads : [workloadOf(name)];
      if (out !== undefined && name === undefined)
        throw new UsageError('--out takes the trace of one run; name a workload, as in nosplit run pipeline');
      if (out === '-') refuseTerminal(world);
      const whole: Options = { ...options, design: designOf(design), check: check === true };
      const keep = out === '-' || whole.check;
      const runs: Run[] = [];
      for (const workload of chosen) {
        const pieces: Uint8Array[] = [];
        const file =
          out === undefined || out === '-'
            ? null
            : written(`--out ${out}`, () => openSync(resolve(world.cwd, out), 'w'));
        try {
          runs.push(
            runOf(workload, whole, world, (piece) => {
              if (file !== null) written(`--out ${out ?? ''}`, () => writeSync(file, piece));
              if (keep) pieces.push(piece.slice());
              return pieces;
            }),
          );
        } finally {
          if (file !== null) closeSync(file);
        }
        if (out === '-') await world.stdout.writeBytes(Buffer.concat(pieces));
      }
      const summary =
        format === 'json'
          ? `${JSON.stringify({ schema: 'nosplit.run/1', kind: 'run', runs }, null, 2)}\n`
          : summaryOf(runs, whole, world.stdout.columns);
      (out === '-' ? world.stderr : world.stdout).write(summary);
      for (const { workload, failure } of runs) {
        if (failure !== '') world.stderr.write(oneLine(`${workload}: ${failure}`));
      }
      const isGood = runs.every(({ failure, valid }) => failure === '' && valid !== false);
      finish(isGood ? exitCode.holds : exitCode.violated);
    });
}

/** A whole number from 1 on. */
const positiveInteger =
  (option: string) =>
  (text: string): number => {
    const value = wholeNumber(text, 1, 0xffff_ffff);
    if (value !== null) return value;
    throw new UsageError(
      `${option} '${text}' is no whole number from 1 to 4294967295; give one, as in ${option} 7`,
    );
  };

function workloadOf(name: string): Workload {
  const names = workloads.map((workload) => workload.name);
  const found = workloads.find((workload) => workload.name === name);
  if (found !== undefined) return found;
  const next = `choose one of ${names.join(', ')}`;
  throw new UsageError(noSuch(`no workload is called '${name}'`, name, names, next));
}

function designOf(name: string): Design {
  const names = Object.keys({ ...designs, ...alike });
  if (names.includes(name)) return designNamed(name);
  throw new UsageError(noSuch(`--design ${name}: no such design`, name, names));
}

function runOf(
  workload: Workload,
  { design, seed, rounds, generations, turn, check }: Options,
  world: World,
  keep: (piece: Uint8Array) => readonly Uint8Array[],
): Run {
  let bytes = 0;
  let pieces: readonly Uint8Array[] = [];
  const begin = world.now();
  const result: ProcessResult = runProcess({
    workload,
    design,
    seed,
    rounds,
    advances: generations - 1,
    stepsMax: turn,
    write(piece) {
      bytes += piece.length;
      pieces = keep(piece);
    },
  });
  const elapsedMs = world.now() - begin;
  const { events, lastNonZeroGen } = result.rt.trace;
  const judged: Validation | null = check && bytes > 0 ? validate(Buffer.concat(pieces)) : null;
  return {
    workload: workload.name,
    design: design.name,
    seed,
    failure: result.failure,
    events,
    generations: lastNonZeroGen,
    bytes,
    elapsedMs: Math.round(elapsedMs),
    eventsPerSecond: Math.round((events * 1000) / elapsedMs),
    growths: result.growths,
    growthsInSections: result.nestedGrowths,
    valid: judged === null ? null : judged.violation === null,
    violation: judged?.violation?.message ?? null,
  };
}

function summaryOf(runs: readonly Run[], { design, seed, check }: Options, width: number): string {
  // The time is what events and events/s say.
  const heads = ['events', 'gens', 'size', 'events/s', 'growths', 'in sections'].map(right);
  const rows: (readonly (string | Cell)[])[] = [['workload', ...heads, ...(check ? ['verdict'] : [])]];
  for (const run of runs) {
    const numbers = [
      count(run.events),
      count(run.generations),
      size(run.bytes),
      count(run.eventsPerSecond),
      count(run.growths),
      count(run.growthsInSections),
    ];
    const verdict = run.failure !== '' ? 'failed' : run.valid === false ? 'invalid' : 'valid';
    rows.push([run.workload, ...numbers.map(right), ...(check ? [verdict] : [])]);
  }
  const lines = [`design ${design.name}, seed ${seed}`, ...table(rows, width)];
  for (const { workload, violation } of runs) {
    if (violation !== null) lines.push(...fill(`${workload}: ${violation}`, width));
  }
  const nested = runs.some(({ growthsInSections }) => growthsInSections > 0);
  const warning = nested ? warningOf(design) : '';
  return `${[...lines, ...(warning === '' ? [] : ['', ...fill(warning, width)])].join('\n')}\n`;
}

/** What growths inside sections do to traces of a design; empty: nothing. */
function warningOf({ name, split, sharedWriter, reentry }: Design): string {
  if (sharedWriter)
    return `In design ${name} a growth inside a section is not traced: those events are missing.`;
  if (split.length > 0)
    return `In design ${name} ${split.join(', ')} can grow the stack: a growth there loses or doubles a buffer.`;
  if (reentry === 'reload')
    return `In design ${name} a section inside another may belong to another generation, or never end.`;
  return '';
}
