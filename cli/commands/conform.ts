/** `nosplit conform`: the model against the executable reference, and that against our validator and Go. */
import type { Command } from '@commander-js/extra-typings';
import { Option } from '@commander-js/extra-typings';
import { match } from 'ts-pattern';
import { Lockstep, conform, freeNames, likeSteps, stepsIn, usersGo, walk } from '../../conformance/index.ts';
import type { Row, RowName } from '../../conformance/index.ts';
import type { Bounds } from '../../model/index.ts';
import { designs, designsByName } from '../../model/index.ts';
import * as reference from '../../reference/index.ts';
import { boundsToCompare } from '../conform/bounds.ts';
import type { ConformDocument, DesignRows } from '../conform/document.ts';
import { conformJunit } from '../conform/junit.ts';
import { conformText } from '../conform/text.ts';
import { UsageError } from '../errors.ts';
import { exitCode } from '../exit-codes.ts';
import { noSuch } from '../nearest.ts';
import { deliverVerdict } from '../output.ts';
import type { LiveLine } from '../reporters/live-line.ts';
import { liveLine } from '../reporters/live-line.ts';
import { count, painter, plural } from '../reporters/words.ts';
import { configDefault, designDefault } from '../selection/tracer.ts';
import type { World } from '../world.ts';

const formats = ['text', 'json', 'junit'] as const;

interface ConformCommandOptions {
  readonly design?: string | undefined;
  readonly debug?: true | undefined;
  readonly runs: number;
  readonly seed: number;
  readonly traces: number;
  readonly schedule?: string | undefined;
  readonly format: (typeof formats)[number];
  readonly out?: string | undefined;
  readonly quiet?: true | undefined;
}

export function addConform(program: Command, world: World, finish: (exit: number) => void): void {
  program
    .command('conform')
    .argument('[config]', `bounds whose transitions are all taken (default: ${configDefault})`)
    .option('-d, --design <names>', 'designs, separated by commas, or all (default: the newest release)')
    .option('--debug', 'built with debugTraceReentrancy')
    .option('--runs <n>', 'free runs of the reference, far beyond those bounds', wholeNumber('--runs'), 1000)
    .option('--seed <n>', 'the seed of the first', wholeNumber('--seed'), 1)
    .option('--traces <n>', 'execution traces that are judged', wholeNumber('--traces'), 40)
    .option('--schedule <steps>', 'take only these steps, on both sides, and say where they differ')
    .addOption(new Option('-f, --format <kind>', 'how to report').choices(formats).default('text' as const))
    .option('-o, --out <file>', 'write the report to a file')
    .option('-q, --quiet', 'no progress')
    .action(async (config, options) => {
      finish(await conformCommand(config ?? configDefault, options, world));
    });
}

const wholeNumber =
  (option: string) =>
  (text: string): number => {
    if (!/^\d{1,9}$/.test(text))
      throw new UsageError(`${option} ${text} is not a whole number; give one, such as 1000`);
    return Number(text);
  };

async function conformCommand(config: string, options: ConformCommandOptions, world: World): Promise<number> {
  const debug = options.debug === true;
  const names = designsOf(options.design, debug);
  const bounds = boundsToCompare(config);
  if (options.schedule !== undefined) return scheduleCommand(names, bounds, options.schedule, debug, world);
  if (freeNames.has(config))
    throw new UsageError(
      `config ${config} is for --schedule: its states are too many to be taken all; choose tiny or small`,
    );

  const stop = new AbortController();
  const forget = world.onInterrupt(() => {
    stop.abort();
  });
  const isInterrupted = (): boolean => stop.signal.aborted;
  const startedMs = world.now();
  const go = usersGo();
  const found: DesignRows[] = [];
  const line = progressOf(options, world);
  try {
    for (const design of names) {
      if (isInterrupted()) break;
      const rows: Row[] = [];
      const onProgress = (check: RowName, done: number, of: number): void => {
        line.show(design, check, done, of);
      };
      const pause = async (): Promise<boolean> => {
        await new Promise((resume) => setImmediate(resume));
        return isInterrupted();
      };
      const { runs, seed, traces } = options;
      for await (const row of conform(
        { reference, design, debug, bounds },
        { runs, seed, traces, go, now: () => world.now(), onProgress, pause },
      )) {
        rows.push(row);
        if (isInterrupted()) break;
      }
      found.push({ design, debug, rows });
    }
  } finally {
    forget();
    line.clear();
  }
  const rows = found.flatMap((one) => one.rows);
  const disagrees = rows.some(({ verdict }) => verdict === 'disagrees');
  const told: ConformDocument = {
    schema: 'nosplit.conform/2',
    verdict: disagrees ? 'disagrees' : isInterrupted() ? 'unfinished' : 'agrees',
    config,
    runs: options.runs,
    seed: options.seed,
    designs: found,
    elapsedMs: world.now() - startedMs,
  };
  const toFile = options.out !== undefined;
  const view = { width: toFile ? 100 : world.stdout.columns, paint: painter(!toFile && world.stdout.colour) };
  const text = match(options.format)
    .with('text', () => conformText(told, view))
    .with('json', () => `${JSON.stringify(told, null, 2)}\n`)
    .with('junit', () => conformJunit(told))
    .exhaustive();
  const exit = disagrees ? exitCode.violated : isInterrupted() ? exitCode.interrupted : exitCode.holds;
  return deliverVerdict(text, { out: options.out, exit }, world).exit;
}

/** The line of each check in its turn, with how much of that check is done. */
function progressOf({ quiet }: ConformCommandOptions, world: World) {
  const begin = (): LiveLine => liveLine(world, { quiet, everyMs: 200 });
  let [at, line] = ['', begin()];
  return {
    show(design: string, check: RowName, done: number, of: number): void {
      if (at !== `${design}: ${check}`) {
        line.clear();
        [at, line] = [`${design}: ${check}`, begin()];
      }
      line.show(() => `${at}, ${count(done)} of ${count(of)}`, done / of);
    },
    clear(): void {
      line.clear();
    },
  };
}

/** Both sides along a schedule. Exit code 1: they disagree. */
function scheduleCommand(
  names: readonly string[],
  bounds: Bounds,
  text: string,
  debug: boolean,
  { stdout }: World,
): number {
  const [design, ...more] = names;
  if (design === undefined || more.length > 0)
    throw new UsageError('--schedule is for one design; name it with --design');
  const lockstep = new Lockstep({ reference, design, debug, bounds });
  const { instances } = lockstep;
  const schedule = stepsIn(text, (step) => instances.named(step) !== -1).map((step) => {
    const instance = instances.named(step);
    if (instance === -1)
      throw new UsageError(
        `--schedule: ${step} is no step of design ${design} at ${bounds.name}; ${likeSteps(step)}`,
      );
    return instance;
  });
  const disagreement = walk(lockstep, schedule);
  const taken = lockstep.schedule.length;
  if (disagreement === null) {
    const left = schedule.length - taken;
    const passed =
      left === 0
        ? ''
        : `; ${plural(left, 'step')} not open in ${left === 1 ? 'its' : 'their'} turn ${left === 1 ? 'was' : 'were'} left out`;
    stdout.write(`Model and reference agree along ${plural(taken, 'step')}${passed}.\n`);
    return exitCode.holds;
  }
  stdout.write(`Model and reference disagree after ${plural(taken, 'step')}: ${disagreement.text}.\n`);
  return exitCode.violated;
}

function designsOf(given: string | undefined, debug: boolean): readonly string[] {
  const known = Object.keys(designsByName);
  const names =
    given === 'all' ? Object.keys(designs) : (given ?? designDefault()).split(',').map((name) => name.trim());
  for (const name of names) {
    const design = Object.hasOwn(designsByName, name) ? designsByName[name] : undefined;
    if (design === undefined) throw new UsageError(noSuch(`--design ${name}: no such design`, name, known));
    if (debug && design.reentry === 'drop')
      throw new UsageError(
        `--debug: design ${name} drops nested events and never sets throwsplit; take one from the seed on`,
      );
  }
  return names;
}
