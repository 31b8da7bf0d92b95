/** `nosplit check`: searches every reachable state of what was selected and reports the verdict. */
import type { Command, OptionValues } from '@commander-js/extra-typings';
import { Option } from '@commander-js/extra-typings';
import { rmSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CheckSettings, Fairness, Progress, Report } from '../../checker/index.ts';
import type { Confirmation } from '../../facts/index.ts';
import { UsageError, oneLine } from '../errors.ts';
import { exitCode, exitOf } from '../exit-codes.ts';
import { parseDepth, parseMemory, parseStates, parseTime, parseWorkers } from '../limits.ts';
import { noSuch } from '../nearest.ts';
import { deliverVerdict, layoutOf } from '../output.ts';
import { verdictLine } from '../reporters/verdict.ts';
import { formats, render } from '../reporters/render.ts';
import type { Format } from '../reporters/render.ts';
import { painter } from '../reporters/words.ts';
import type { SelectOptions } from '../selection/select.ts';
import { collect, select, withSelectors } from '../selection/select.ts';
import type { Selection } from '../selection/selection.ts';
import { failing, withWaivers } from '../vacuity/judged.ts';
import type { World } from '../world.ts';
import { timeLimit } from '../searching/time-limit.ts';
import { search } from '../searching/search.ts';
import type { SizeLimits } from '../searching/search-whole.ts';
import type { searchOn } from '../spark/search-on.ts';

const fairnessLevels = ['stuttering', 'maximal', 'progress', 'weak', 'strong'] as const;
const engines = ['auto', 'js', 'wasm'] as const;
const stores = ['auto', 'plain', 'components'] as const;
const fairUnits = ['process', 'action', 'instance'] as const;
const unitsOf = { process: 'processes', action: 'actions', instance: 'instances' } as const;

/** Loaded by who asks for it alone: it brings all that writes systems down. */
const searchOnSpark: typeof searchOn = async (...asked) =>
  (await import('../spark/search-on.ts')).searchOn(...asked);

export function addCheck(program: Command, world: World, finish: (exit: number) => void): void {
  withEngine(
    withSelectors(
      program
        .command('check')
        .argument('[config]', "bounds of the tracer's model (default: small; with --go, every part)"),
    ),
  )
    .option(
      '-w, --workers <n>',
      'worker threads, or auto for one per core',
      (text) => parseWorkers(text, world.cores),
      1,
    )
    .option('-p, --property <name>', 'check only this property; may be repeated', collect)
    .option('--depth <steps>', 'stop after so many steps', parseDepth)
    .option('--states <n>', 'stop after so many distinct states: 200k, 1M', parseStates)
    .option('--memory <size>', 'stop before using more: 512MiB, 2GiB', parseMemory)
    .option('--time <duration>', 'stop after: 500ms, 30s, 5min', parseTime)
    .option(
      '--checkpoint <file>',
      'save the search to a file: every minute, and at a limit, Ctrl-C or SIGTERM',
    )
    .option('--every <duration>', 'how often a checkpoint is saved: 10s, 5min (default: 1min)', parseTime)
    .option('--resume <file>', 'go on from a checkpoint, with the same model and options, and save to it')
    .option('--dfs', 'search depth first (one worker; counterexamples are not shortest)')
    .option('-c, --continue', 'go on after a violation: one counterexample for each property')
    .addOption(
      new Option(
        '--fairness <level>',
        'the runs that liveness is about, in place of what the model declares',
      ).choices(fairnessLevels),
    )
    .addOption(
      new Option('--fair-by <unit>', 'with weak or strong: who is fair')
        .choices(fairUnits)
        .default('process' as const),
    )
    .option('--safety', 'leave out claims about runs (liveness); the report names them')
    .option('--symmetry', "keep one state of each orbit of the model's declared symmetry, which is checked")
    .option('--debug', 'catch properties that write, and functions that are not deterministic')
    .option('--unchecked', 'let writes and reads outside the schema pass; the report says so')
    .addOption(
      new Option(
        '--vacuity [mode]',
        'look for what decides nothing: dead actions, guards that are never false, claims about nothing; error: exit 1 for one',
      ).choices(['error'] as const),
    )
    .addOption(new Option('-f, --format <kind>', 'how to report').choices(formats).default('text' as const))
    .option('-o, --out <file>', 'write the report to a file')
    .option('--dump <dot file...>', 'write the graph of all states and steps: --dump dot FILE')
    .option('-q, --quiet', 'only the verdict, and no progress')
    .option('--confirm', "with --go: look in the machine code of the tree's own build, too")
    .option('--progress', 'progress each second where stderr is no terminal, too')
    .action(async (config, options, command) => {
      const given = (name: keyof typeof options): boolean => command.getOptionValueSource(name) === 'cli';
      if (given('fairBy') && options.fairness !== 'weak' && options.fairness !== 'strong')
        throw new UsageError('--fair-by says who is fair; give --fairness weak or --fairness strong, too');
      const threads = given('workers') ? options.workers : world.cores;
      finish(await checkCommand(config, { ...options, threads }, world));
    });
}

/** Not in the chain, which the compiler could not follow. CheckCommandOptions has it. */
const withEngine = <A extends unknown[], O extends OptionValues>(command: Command<A, O>): Command<A, O> => {
  command.option(
    '--on <master>',
    'search on Apache Spark: spark://HOST:PORT, or local[2] for two threads here',
  );
  command.addOption(
    new Option('--engine <kind>', 'what expands the states (default: auto, wasm where that pays)').choices(
      engines,
    ),
  );
  command.addOption(
    new Option('--store <kind>', 'how states are kept (default: auto, plain until memory ends)').choices(
      stores,
    ),
  );
  return command;
};

interface CheckCommandOptions extends SelectOptions {
  readonly on?: string | undefined;
  readonly engine?: (typeof engines)[number] | undefined;
  readonly store?: (typeof stores)[number] | undefined;
  readonly workers: number;
  /** How many parts of a tree are searched side by side: as many as there are cores, unless workers were asked for. */
  readonly threads: number;
  readonly property?: readonly string[] | undefined;
  readonly depth?: number | undefined;
  readonly states?: number | undefined;
  readonly memory?: number | undefined;
  readonly time?: number | undefined;
  readonly checkpoint?: string | undefined;
  readonly every?: number | undefined;
  readonly resume?: string | undefined;
  readonly dfs?: true | undefined;
  readonly continue?: true | undefined;
  readonly fairness?: (typeof fairnessLevels)[number] | undefined;
  readonly fairBy: (typeof fairUnits)[number];
  readonly safety?: true | undefined;
  readonly symmetry?: true | undefined;
  readonly debug?: true | undefined;
  readonly unchecked?: true | undefined;
  readonly vacuity?: 'error' | true | undefined;
  readonly format: Format;
  readonly out?: string | undefined;
  readonly dump?: readonly string[] | undefined;
  readonly quiet?: true | undefined;
  readonly confirm?: true | undefined;
  readonly progress?: true | undefined;
}

/** What shapes a search on Spark, beside what is selected. */
const onSpark: ReadonlySet<string> = new Set(
  'on property continue safety format out quiet progress workers threads fairBy design go mutant goos goarch accept model set by granularity'.split(
    ' ',
  ),
);

function judgeOn(options: CheckCommandOptions): void {
  const other = Object.entries(options).find(([name, value]) => value !== undefined && !onSpark.has(name));
  const asked = options.workers > 1 ? 'workers' : other?.[0];
  if (asked === undefined) return;
  throw new UsageError(`--on and --${asked} do not go together; leave one of the two out`);
}

/** Options with which a tree is searched in every part. */
const wholeTree: ReadonlySet<string> = new Set(
  'go by granularity goos goarch accept workers threads states depth time format out quiet confirm continue progress fairBy'.split(
    ' ',
  ),
);

async function checkCommand(
  config: string | undefined,
  options: CheckCommandOptions,
  world: World,
): Promise<number> {
  const { format, out, quiet = false, time } = options;
  const workers = Math.min(options.workers, world.cores);
  if (workers < options.workers)
    world.stderr.write(
      oneLine(
        `--workers ${options.workers} is more than there are cores; ${workers === 1 ? 'one worker searches' : `${workers} workers search`}`,
      ),
    );
  if (options.every !== undefined && (options.checkpoint ?? options.resume) === undefined)
    throw new UsageError('--every says how often; --checkpoint says where');
  if (config === undefined && options.go !== undefined && format !== 'jsonl' && format !== 'itf') {
    // What shapes a single search is about one part; the core's, as long as no other is named.
    const asked = Object.keys(options).filter((name) => !wholeTree.has(name));
    if (asked.length === 0) {
      const { checkEveryPart } = await import('./check-tree.ts');
      return checkEveryPart(
        {
          ...options,
          ...{ go: options.go, format, out, quiet, time, limits: limitsOf(options) },
          workers: Math.min(options.threads, world.cores),
          confirm: options.confirm === true,
          progress: options.progress === true,
        },
        world,
      );
    }
  }
  const kept: string[] = [];
  if (options.on !== undefined) judgeOn(options);
  const limit = timeLimit(
    { ...options, workers },
    { kept, reproduce: (one) => reproduceWords(options, one) },
    world,
  );
  const selection = await select(config, options, world);
  limit.selected(selection);
  judgeProperties(options.property, selection);
  if (options.symmetry === true) judgeSymmetry(selection);
  if (options.dump !== undefined) {
    const { dump, dumpFile } = await import('../searching/dump.ts');
    await dump(selection, dumpFile(options.dump), world);
  }
  const waivers =
    options.vacuity === undefined
      ? []
      : (await import('../vacuity/waivers.ts')).waiversOf(selection, world.cwd);
  const confirmation = options.confirm === true ? await confirmed(selection) : null;

  // With --out the events of jsonl are kept for the file; without, they are written as they happen.
  const event = (data: object): void => {
    const line = `${JSON.stringify(data)}\n`;
    if (format !== 'jsonl') return;
    if (out === undefined) world.stdout.write(line);
    else kept.push(line);
  };
  event({ event: 'start', title: selection.title, subject: selection.subject, workers });
  let eventMs = 0;
  const onProgress = (progress: Progress): void => {
    limit.goesOn(progress);
    if (progress.elapsedMs - eventMs < 1000) return;
    eventMs = progress.elapsedMs;
    event({ event: 'progress', ...progress });
  };
  const progress = quiet ? 'none' : options.progress === true ? 'often' : 'line';
  const view = { progress, onProgress } as const;
  const searched =
    options.on === undefined
      ? await search(
          selection,
          { ...checkOptions({ ...options, workers }), ...checkpointOptions(options, world), ...limit.left() },
          view,
          world,
        )
      : await searchOnSpark(selection, { ...checkOptions(options), master: options.on }, view, world);
  limit.ended();
  if (searched === null) return exitCode.interrupted;
  const report = withWaivers(searched, waivers, selection);
  // What no release has stands where these steps are not: nobody can say of it that it changes nothing.
  if (report.verdict === 'holds' && selection.unread != null) throw new UsageError(selection.unread);

  const reproduce = reproduceWords(options, selection);
  const vacuous = options.vacuity === 'error' && failing(report.vacuity ?? []).length > 0;
  const exit = vacuous && exitOf(report) === exitCode.holds ? exitCode.violated : exitOf(report);
  const text = render(
    report,
    {
      selection,
      confirmation,
      reproduce,
      forced: quiet || format !== 'text' ? [] : await forcedOf(report, selection),
    },
    { format, quiet, out: layoutOf(out, world) },
  );
  if (text === null) {
    world.stderr.write(
      oneLine(
        `${selection.title}: ${report.verdict}; there is no trace to write as ${format === 'itf' ? 'ITF' : format}`,
      ),
    );
    return exit;
  }
  const delivery = deliverVerdict(kept.join('') + text, { out, exit }, world);
  if (out !== undefined && delivery.isWritten)
    world.stdout.write(`${verdictLine(report, { paint: painter(world.stdout.colour), selection })}\n`);
  const { checkpoint } = checkpointOptions(options, world);
  if (checkpoint !== undefined && report.limit === null && delivery.isWritten) {
    // Not before the report is out: who is stopped in between still has the search.
    await world.stdout.writeBytes(new Uint8Array());
    rmSync(checkpoint.file, { force: true });
  }
  return delivery.exit;
}

/** A search that goes on from a checkpoint keeps it, unless it is told to keep another. */
function checkpointOptions(
  { checkpoint, every, resume }: CheckCommandOptions,
  { cwd }: World,
): Pick<CheckSettings, 'checkpoint' | 'resume'> {
  const file = checkpoint ?? resume;
  if (file !== undefined && statSync(resolve(cwd, file), { throwIfNoEntry: false })?.isDirectory() === true)
    throw new UsageError(`the checkpoint ${file} is a folder; give the name of a file in it`);
  return {
    ...(file === undefined
      ? {}
      : {
          checkpoint: {
            file: resolve(cwd, file),
            ...(every === undefined ? {} : { everyMs: every }),
          },
        }),
    ...(resume === undefined ? {} : { resume: resolve(cwd, resume) }),
  };
}

async function confirmed({ facts }: Selection): Promise<Confirmation> {
  if (facts === null)
    throw new UsageError('--confirm compares a Go tree with its machine code; give the tree with --go');
  return (await import('../searching/confirmed.ts')).confirmedOrRefused(facts);
}

/** Of the tracer alone. */
async function forcedOf({ violations }: Report, selection: Selection): Promise<readonly string[]> {
  if (violations.length === 0 || selection.subject.kind === 'model') return [];
  return (await import('../reporters/forced.ts')).forcedWords(violations, selection);
}

const reproduceWords = (options: CheckCommandOptions, { words }: Selection): string[] => [
  'check',
  ...words,
  ...searchWords(options),
];

function judgeProperties(asked: readonly string[] | undefined, { system, title }: Selection): void {
  const known = Object.keys(system.properties);
  const unknown = asked?.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new UsageError(
      noSuch(`${title} has no property ${unknown}`, unknown, known, `it has ${known.join(', ')}`),
    );
}

/** The checker says what a model's author has to add; of the tracer, nobody can add it. */
function judgeSymmetry({ subject, title }: Selection): void {
  if (subject.kind === 'model') return;
  throw new UsageError(
    `${title}: the tracer declares no symmetry, which its bounds have no use for; leave out --symmetry`,
  );
}

const limitsOf = ({ depth, states }: CheckCommandOptions): SizeLimits => ({
  ...(depth === undefined ? {} : { depthMax: depth }),
  ...(states === undefined ? {} : { statesMax: states }),
});

const checkOptions = (options: CheckCommandOptions): CheckSettings => ({
  workers: options.workers,
  search: options.dfs === true ? 'depth-first' : 'breadth-first',
  continue: options.continue === true,
  safety: options.safety === true,
  symmetry: options.symmetry === true,
  debug: options.debug === true,
  unchecked: options.unchecked === true,
  vacuity: options.vacuity !== undefined,
  ...(options.engine === undefined ? {} : { engine: options.engine }),
  ...(options.store === undefined ? {} : { store: options.store }),
  ...(options.property === undefined ? {} : { properties: options.property }),
  ...limitsOf(options),
  ...(options.memory === undefined ? {} : { memoryMaxBytes: options.memory }),
  ...(options.fairness === undefined ? {} : { fairness: fairnessOf(options.fairness, options.fairBy) }),
});

function fairnessOf(level: (typeof fairnessLevels)[number], by: CheckCommandOptions['fairBy']): Fairness {
  return level === 'weak' || level === 'strong' ? { [level]: unitsOf[by] } : level;
}

/** The options that decide what is searched and found, as words; those that decide how it is told are left out. */
function searchWords(options: CheckCommandOptions): string[] {
  const { property = [], depth, states, memory, time, workers, on, fairness, fairBy, vacuity } = options;
  const value = (name: string, given: number | string | undefined): string[] =>
    given === undefined ? [] : [`--${name}`, String(given)];
  return [
    ...property.flatMap((name) => value('property', name)),
    ...value('depth', depth),
    ...value('states', states),
    ...value('memory', memory === undefined ? undefined : `${memory / 2 ** 20}MiB`),
    ...value('time', time === undefined ? undefined : `${time}ms`),
    ...(workers === 1 ? [] : value('workers', workers)),
    ...value('on', on),
    ...value('fairness', fairness),
    ...(fairness === 'weak' || fairness === 'strong' ? value('fair-by', fairBy) : []),
    ...(['dfs', 'continue', 'safety', 'symmetry', 'debug', 'unchecked'] as const).flatMap((name) =>
      options[name] === true ? [`--${name}`] : [],
    ),
    ...(vacuity === undefined ? [] : ['--vacuity', ...(vacuity === true ? [] : [vacuity])]),
  ];
}
