/** `nosplit reproduce`: makes the real runtime take the steps of a counterexample. */
import type { Command } from '@commander-js/extra-typings';
import { join, resolve } from 'node:path';
import type { Trace } from '../../checker/index.ts';
import { GoTreeError } from '../../facts/index.ts';
import {
  AnchorError,
  RecordError,
  ScheduleError,
  bugs,
  counterexampleOf,
  designOfGo,
  scheduleOf,
} from '../../runtime/index.ts';
import { behaviourOf, designNamed } from '../../model/index.ts';
import { UsageError, oneLine } from '../errors.ts';
import { exitCode } from '../exit-codes.ts';
import { wholeNumber } from '../limits.ts';
import type { Reproduced } from '../log/reproduced.ts';
import { reproduced } from '../log/reproduced.ts';
import { noSuch } from '../nearest.ts';
import { reproducedText } from '../reporters/reproduced.ts';
import { painter, plural } from '../reporters/words.ts';
import type { World } from '../world.ts';
import { retrace } from '../traces/retrace.ts';
import { readJson } from '../traces/saved.ts';

interface Options {
  readonly go?: string | undefined;
  readonly trace?: string | undefined;
  readonly design?: string | undefined;
  readonly property?: string | undefined;
  readonly runs: number;
}

/** What is to be forced, what it is called, and by which go command. */
interface Target {
  readonly title: string;
  readonly trace: Trace;
  readonly go: string;
  /** The released design that the counterexample is one of; null where it is that of the tree. */
  readonly design: string | null;
}

export function addReproduce(program: Command, world: World, finish: (exit: number) => void): void {
  program
    .command('reproduce')
    .description("make a real Go's tracer follow a counterexample, as it is and cured (Linux)")
    .argument('[bug]', `${Object.keys(bugs).join(' or ')}, by its report; or give --trace`)
    .argument('[config]', "with --trace: bounds of the tracer's model, as for check")
    .option('--trace <trace>', 'the id of a trace, a report that was saved as JSON, or a trace in ITF')
    .option('-d, --design <name>', 'with --trace: the design of a trace that says nothing of it')
    .option('-p, --property <name>', "with --trace: which of a report's counterexamples (default: the first)")
    .option('-g, --go <dir>', 'the Go tree to build with, which has bin/go (default: the go command)')
    .option('-r, --runs <n>', 'how often each build runs', runsOf, 20)
    .action(async (bug, config, options) => {
      finish(await guarded(() => reproduceAll(bug, config, options, world)));
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

async function reproduceAll(
  bug: string | undefined,
  config: string | undefined,
  options: Options,
  world: World,
): Promise<number> {
  const targets =
    options.trace === undefined
      ? await targetsOf(goIn(options.go), bug, world)
      : [await traced(options.trace, bug ?? config, options, world)];
  const { columns, colour } = world.stdout;
  const all: Reproduced[] = [];
  // All are refused before anything is built.
  const schedules = targets.map(({ trace }) => scheduleOf(trace));
  for (const [index, { title, go, design }] of targets.entries()) {
    const schedule = schedules[index] ?? [];
    if (design !== null) world.stderr.write(await differing(go, design, world.cwd));
    const builds = await reproduced(go, schedule, options.runs, world.cwd);
    all.push(...builds);
    world.stdout.write(`${reproducedText(title, schedule, builds, columns, painter(colour)).join('\n')}\n`);
  }
  if (targets.length === 0) return exitCode.holds;
  const asItIs = all.filter(({ runtime }) => runtime === 'as it is').flatMap(({ runs }) => runs);
  if (asItIs.some(({ run }) => run.outcome === 'followed')) return exitCode.violated;
  return asItIs.every(({ run }) => run.outcome === 'diverged') ? exitCode.holds : exitCode.exhausted;
}

async function targetsOf(go: string, bug: string | undefined, { cwd, stdout }: World): Promise<Target[]> {
  if (bug === undefined)
    throw new UsageError(
      `name a bug (${Object.keys(bugs).join(', ')}), or give a counterexample with --trace`,
    );
  const known = Object.hasOwn(bugs, bug) ? bugs[bug] : undefined;
  if (known === undefined) {
    const next = 'those that can be forced are ' + Object.keys(bugs).join(', ');
    throw new UsageError(noSuch(`${bug} cannot be forced`, bug, Object.keys(bugs), next));
  }
  const design = await designOfGo(go, cwd);
  const targets: Target[] = [];
  for (const one of known) {
    const trace = await counterexampleOf(one, design);
    if (trace === null)
      stdout.write(
        `${design.name}: ${one.property} holds, so there is nothing to force: ${one.what} nowhere\n`,
      );
    else
      targets.push({
        title: `bug ${bug}, ${one.what}: ${plural(trace.steps.length, 'step')} of the model`,
        trace,
        go,
        design: null,
      });
  }
  return targets;
}

async function traced(
  given: string,
  config: string | undefined,
  { design, property, go }: Options,
  world: World,
): Promise<Target> {
  // A report says what it is about; --go is then the tree to build with alone.
  const isId = readJson(given, world.cwd) === undefined;
  const tree = isId && design === undefined ? go : undefined;
  const options = { design, property, go: tree };
  const { trace, shown, selection } = await retrace(given, config, options, world);
  const { subject, title } = selection;
  const dir = subject.kind === 'go' ? resolve(world.cwd, subject.dir) : undefined;
  return {
    title: `${shown?.claim ?? 'a trace'} of ${title} in ${plural(trace.steps.length, 'step')}`,
    trace,
    go: goIn(go ?? dir),
    design: subject.kind === 'design' ? subject.design : null,
  };
}

const goIn = (dir: string | undefined): string => (dir === undefined ? 'go' : join(dir, 'bin', 'go'));

/** A line where the tree has another design than the counterexample. */
async function differing(go: string, design: string, cwd: string): Promise<string> {
  const own = await designOfGo(go, cwd);
  if (behaviourOf(own) === behaviourOf(designNamed(design))) return '';
  return oneLine(
    `the tree has the design of ${own.name}, and this is a counterexample of ${design}; --go DIR builds with another tree`,
  );
}
