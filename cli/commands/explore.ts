/** `nosplit explore`: walks through a system by hand, from a counterexample or from the initial state. */
import type { Command } from '@commander-js/extra-typings';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { explorer, isId } from '../../checker/index.ts';
import { Desk, changedTitle, refuseOthers, withGuards } from '../../explorer/index.ts';
import { goldenOf, goldenOfRun } from '../conform/golden.ts';
import { scheduled } from '../conform/scheduled.ts';
import { UsageError } from '../errors.ts';
import { exitCode } from '../exit-codes.ts';
import { selectBeside, titleBeside } from '../explore/beside.ts';
import { embeddedOf } from '../explore/embed.ts';
import { judgedRun } from '../explore/judged.ts';
import { linesOf } from '../explore/lines.ts';
import type { Bounds } from '../explore/session.ts';
import { serve } from '../explore/server.ts';
import { Session } from '../explore/session.ts';
import { parseDepth, parseStates } from '../limits.ts';
import { painter } from '../reporters/words.ts';
import type { Selection } from '../selection/selection.ts';
import { select, withSelectors } from '../selection/select.ts';
import type { World } from '../world.ts';
import type { RetraceOptions, Retraced } from '../traces/retrace.ts';
import { retrace } from '../traces/retrace.ts';

export function addExplore(program: Command, world: World, finish: (exit: number) => void): void {
  withSelectors(
    program
      .command('explore')
      .argument(
        '[trace]',
        'the id of a trace, or a report that was saved as JSON (default: the initial state)',
      )
      .argument('[config]', "bounds of the tracer's model, as for check"),
  )
    .option('--log <file>', 'open where the verdict on a log of nosplit record ends')
    .option('--with-source', 'with --go: put the lines of the tree beside the steps')
    .option('--compare <tree>', 'of steps: another Go tree, or a release, to take the run on, too')
    .option('--tty', 'in the terminal: a line for each command, h lists them')
    .option('-p, --property <name>', "which of a report's counterexamples (default: the first)")
    .option('--depth <steps>', 'how many steps find looks ahead', parseDepth)
    .option('--states <count>', 'how many states find looks at', parseStates)
    .action(async (trace, config, options) => {
      finish(await exploreCommand(trace, config, options, world));
    });
}

interface ExploreOptions extends RetraceOptions {
  readonly tty?: true | undefined;
  readonly compare?: string | undefined;
  readonly withSource?: boolean | undefined;
  readonly log?: string | undefined;
  readonly depth?: number | undefined;
  readonly states?: number | undefined;
}

async function exploreCommand(
  trace: string | undefined,
  config: string | undefined,
  { tty, withSource = false, depth, states, log, compare, ...options }: ExploreOptions,
  world: World,
): Promise<number> {
  const opened =
    log === undefined
      ? await open(trace, config, options, world)
      : await openLog(log, trace, config, options, world);
  const beside = await selectBeside(compare, opened.selection);
  if (tty === true) await walk(opened, beside, { depthMax: depth, statesMax: states }, world);
  else await show(opened, beside, withSource, world);
  return exitCode.holds;
}

/** The page on loopback: until the first interrupt. */
async function show(
  { selection, trace, property, golden }: Opened,
  beside: Selection | null,
  withSource: boolean,
  world: World,
): Promise<void> {
  if (withSource && selection.facts === null)
    throw new UsageError('--with-source puts the lines of a tree into the page; give the tree with --go');
  const { system, story, title } = selection;
  const embedded = embeddedOf({
    selection,
    beside,
    trace,
    property,
    withSource,
    isServed: true,
    hasModel: false,
    golden: await golden(),
  });
  const desk = new Desk(({ changes }) => {
    refuseOthers(changes);
    return { system: withGuards(system, changes), story, title: changedTitle(title, changes), offers: [] };
  });
  const served = await serve(embedded, desk, (run) => goldenOfRun(run, world));
  world.stdout.write(`${title}: open ${served.url}\n`);
  world.stderr.write('Ctrl-C ends it\n');
  await new Promise<void>((resolve) => {
    world.onInterrupt(resolve);
  });
  await served.close();
}

type Opened = Pick<Retraced, 'selection'> & {
  readonly trace: Retraced['trace'] | null;
  readonly property: string | null;
  /** The run as a golden test of Go's reader, where it can be one. */
  readonly golden: () => Promise<string | null>;
};

const noGolden = (): Promise<null> => Promise.resolve(null);

/** A trace with the system that it belongs to, or a system alone: then the first word may be its config. */
async function open(
  given: string | undefined,
  config: string | undefined,
  options: RetraceOptions,
  world: World,
): Promise<Opened> {
  const isTrace =
    given !== undefined && (isId(given) || /[/\\.]/.test(given) || existsSync(resolve(world.cwd, given)));
  if (isTrace) {
    const { selection, trace, shown } = await retrace(given, config, options, world);
    return {
      ...{ selection, trace, property: shown?.claim.split(' ')[0] ?? null },
      golden: () => goldenOf(selection, () => scheduled(given, config, options, world)),
    };
  }
  if (config !== undefined)
    throw new UsageError(
      `${given ?? ''} is neither the id of a trace nor a file; give one of them, or the config alone`,
    );
  return { selection: await select(given, options, world), trace: null, property: null, golden: noGolden };
}

/** A log with the system of its last records. Throws a UsageError for a selector beside it. */
async function openLog(
  log: string,
  given: string | undefined,
  config: string | undefined,
  { design, go, ...others }: RetraceOptions,
  world: World,
): Promise<Opened> {
  const other = Object.entries(others).find(([, value]) => value !== undefined)?.[0];
  if (other !== undefined)
    throw new UsageError(
      `--${other} does not go with --log; a log has its own system, and takes --design or --go`,
    );
  if (config !== undefined || (given !== undefined && !isId(given)))
    throw new UsageError(
      `${config ?? given ?? ''} is no id of a run; with --log give none, or one that explore printed`,
    );
  return { ...(await judgedRun(log, { design, go, given }, world)), golden: noGolden };
}

/** The session in the terminal: it ends with the input. */
async function walk(
  { selection, trace }: Opened,
  beside: Selection | null,
  bounds: Bounds,
  world: World,
): Promise<void> {
  const { stdout, stdin } = world;
  const of = explorer(selection.system, selection.story);
  const at = trace === null ? of.initial() : of.open(trace);
  const screen = {
    width: Math.min(stdout.columns, 80),
    paint: painter(stdout.colour),
    story: selection.story,
  };
  const other =
    beside === null
      ? null
      : {
          of: explorer(beside.system, beside.story),
          story: beside.story,
          title: titleBeside(beside, selection),
        };
  const session = new Session(of, at, selection, bounds, world, screen, other);
  const say = (lines: readonly string[]): void => {
    stdout.write(lines.map((line) => `${line}\n`).join(''));
  };
  say(session.begin());
  stdout.write('> ');
  for await (const line of linesOf(world)) {
    // A terminal shows what is typed; a transcript has to be told.
    if (!stdin.isTTY) stdout.write(`${line}\n`);
    const told = await session.run(line);
    if (told === null) break;
    say(told);
    stdout.write('> ');
  }
  if (!stdin.isTTY) stdout.write('\n');
  say(session.end());
}
