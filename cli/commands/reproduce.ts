/** `nosplit reproduce`: makes the real runtime take the steps of a counterexample. */
import type { Command } from '@commander-js/extra-typings';
import { Option } from '@commander-js/extra-typings';
import { GoTreeError } from '../../facts/index.ts';
import { AnchorError, RecordError, ScheduleError, bugs, scheduleOf } from '../../runtime/index.ts';
import { UsageError } from '../errors.ts';
import { exitCode } from '../exit-codes.ts';
import { wholeNumber } from '../limits.ts';
import type { Plan } from '../log/plans.ts';
import { plansOf, shortestReal } from '../log/plans.ts';
import type { Forced, OnWork } from '../log/reproduced.ts';
import { reproduced } from '../log/reproduced.ts';
import type { Target } from '../log/targets.ts';
import { differing, goIn, planTargets, targetsOf, traced } from '../log/targets.ts';
import { liveLine } from '../reporters/live-line.ts';
import { plansText } from '../reporters/plans.ts';
import { reproducedDocument, reproducedText } from '../reporters/reproduced.ts';
import { painter } from '../reporters/words.ts';
import type { World } from '../world.ts';

interface Options {
  readonly go?: string | undefined;
  readonly trace?: string | undefined;
  readonly design?: string | undefined;
  readonly property?: string | undefined;
  readonly all?: true | undefined;
  readonly runs: number;
  readonly format: 'text' | 'json';
  readonly quiet?: true | undefined;
}

export function addReproduce(program: Command, world: World, finish: (exit: number) => void): void {
  program
    .command('reproduce')
    .argument('[bug]', `${Object.keys(bugs).join(', ')}, by its report; or give --trace`)
    .argument('[config]', 'with --trace or --all: bounds, as for check')
    .option('--trace <trace>', 'the id of a trace, a report that was saved as JSON, or a trace in ITF')
    .option(
      '--all',
      'search the releases, and list which counterexamples can be forced; with --runs, force those of the tree',
    )
    .option(
      '-d, --design <name>',
      'with --trace: the design, if the trace does not name one; with --all: only this release',
    )
    .option('-p, --property <name>', "with --trace: which of a report's counterexamples (default: the first)")
    .option('-g, --go <dir>', 'the Go tree to build with, which has bin/go (default: the go command)')
    .option('-r, --runs <n>', 'how often each build runs', runsOf, 20)
    .addOption(
      new Option('-f, --format <format>', 'how to print')
        .choices(['text', 'json'] as const)
        .default('text' as const),
    )
    .option('-q, --quiet', 'no progress')
    .action(async (bug, config, options, command) => {
      const isRun = command.getOptionValueSource('runs') === 'cli';
      finish(
        await guarded(() =>
          options.all === true
            ? planned(bug, options, isRun, world)
            : reproduceThese(bug, config, options, world),
        ),
      );
    });
}

function runsOf(text: string): number {
  const runs = wholeNumber(text, 1, 1000);
  if (runs === null) throw new UsageError(`--runs ${text}: write a whole number from 1 to 1000`);
  return runs;
}

async function guarded(work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RecordError || error instanceof AnchorError || error instanceof GoTreeError)
      throw new UsageError(error.message);
    if (error instanceof ScheduleError)
      throw new UsageError(
        `this counterexample cannot be forced: ${error.message}; choose another, or reproduce A`,
      );
    throw error;
  }
}

/** The table of all kept counterexamples; with `isRun`, those of the tree's design are forced as well. */
async function planned(
  config: string | undefined,
  { design, trace, property, go, runs, format, quiet }: Options,
  isRun: boolean,
  world: World,
): Promise<number> {
  if ((trace ?? property) !== undefined)
    throw new UsageError('--all takes all that is searched; leave out --trace and --property');
  const line = liveLine(world, { quiet });
  const all = await plansOf(config, design, (words, share) => {
    line.show(() => words, share);
  });
  line.clear();
  const shown = shortestReal(all);
  const { columns, colour } = world.stdout;
  const targets = isRun ? await planTargets(all, goIn(go), world.cwd) : [];
  if (format === 'text') {
    world.stdout.write(`${plansText(all, shown, columns, painter(colour)).join('\n')}\n`);
    if (isRun)
      world.stdout.write(
        targets.length === 0 ? '\nNone of them is one of the tree, so nothing is run.\n' : '\n',
      );
  }
  return forced(targets, all, { runs, format, quiet }, world);
}

async function reproduceThese(
  bug: string | undefined,
  config: string | undefined,
  options: Options,
  world: World,
): Promise<number> {
  const targets =
    options.trace === undefined
      ? await targetsOf(goIn(options.go), bug, options.format === 'json' ? world.stderr : world.stdout, world)
      : [await traced(options.trace, bug ?? config, options, world)];
  return forced(targets, null, options, world);
}

async function forced(
  targets: readonly Target[],
  plans: readonly Plan[] | null,
  { runs, format, quiet }: Pick<Options, 'runs' | 'format' | 'quiet'>,
  world: World,
): Promise<number> {
  const { columns, colour } = world.stdout;
  const all: Forced[] = [];
  const line = liveLine(world, { quiet });
  // All are refused before anything is built.
  const schedules = targets.map(({ run }) => scheduleOf(run));
  for (const [index, { title, go, design, plans: of }] of targets.entries()) {
    const schedule = schedules[index] ?? [];
    if (design !== null) world.stderr.write(await differing(go, design, world.cwd));
    const onWork: OnWork = (words, share) => {
      line.show(() => `${title}: ${words}`, (index + share) / targets.length);
    };
    const builds = await reproduced(go, schedule, runs, world.cwd, onWork);
    const one = { title, schedule, builds, plans: of };
    line.clear();
    all.push(one);
    if (format === 'text')
      world.stdout.write(`${reproducedText(one, columns, painter(colour)).join('\n')}\n`);
  }
  if (format === 'json') world.stdout.write(`${JSON.stringify(reproducedDocument(all, plans), null, 2)}\n`);
  if (targets.length === 0) return exitCode.holds;
  const builds = all.flatMap((one) => one.builds);
  const asItIs = builds.filter(({ runtime }) => runtime === 'as it is').flatMap((build) => build.runs);
  if (asItIs.some(({ run }) => run.outcome === 'followed')) return exitCode.violated;
  return asItIs.every(({ run }) => run.outcome === 'diverged') ? exitCode.holds : exitCode.exhausted;
}
