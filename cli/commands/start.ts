/** `nosplit start`: the verdict of every design and of the Go tree on this machine, and one counterexample explained. */
import type { Command } from '@commander-js/extra-typings';
import type { Report, Violation } from '../../checker/index.ts';
import { defaultGoroot } from '../../facts/index.ts';
import { history } from '../../model/index.ts';
import { UsageError } from '../errors.ts';
import { exitCode } from '../exit-codes.ts';
import { explain } from '../reporters/explained.ts';
import { paintVerdict } from '../reporters/verdict.ts';
import type { Cell, Paint } from '../reporters/words.ts';
import { count, dimmed, duration, fill, painter, plural, right, table } from '../reporters/words.ts';
import type { Selection } from '../selection/selection.ts';
import { commandLine } from '../selection/selection.ts';
import { selectDesign } from '../selection/programs.ts';
import { configDefault } from '../selection/tracer.ts';
import { selectTree } from '../selection/tree.ts';
import type { World } from '../world.ts';
import { liveLine } from '../reporters/live-line.ts';
import { searchAll } from '../searching/search-all.ts';

export function addStart(program: Command, world: World, finish: (exit: number) => void): void {
  program
    .command('start')
    .option('-q, --quiet', 'no progress')
    .action(async ({ quiet }) => {
      await start(quiet === true, world);
      finish(exitCode.holds);
    });
}

interface Chosen {
  readonly name: string;
  readonly selection: Selection;
}

interface Row extends Chosen {
  readonly report: Report;
}

async function start(quiet: boolean, world: World): Promise<void> {
  const { stdout } = world;
  const paint = painter(stdout.colour);
  const startedMs = world.now();
  const [tree, whyNoTree] = await goTreeHere();
  const rows = await judge(tree, quiet, world);

  const title = `Go's execution tracer at ${configDefault}, every reachable state of each design`;
  const lines = [
    paint('bold', title),
    '',
    ...verdicts(rows, stdout.columns, paint),
    ...(whyNoTree === null ? [] : fill(whyNoTree, stdout.columns)),
    '',
  ];
  // The Go tree stands last, and before it the designs in the order of their releases.
  const newest = rows.findLast(({ report }) => report.verdict === 'violated');
  const violation = newest === undefined ? undefined : shortest(newest.report);
  if (newest !== undefined && violation !== undefined) {
    const { selection, report } = newest;
    lines.push(
      ...fill(
        `${selection === tree ? `${newest.name}, the Go tree found here,` : newest.name} is violated: ${selection.notes.join('; ')}`,
        stdout.columns,
      ),
      '',
      ...explain(violation, report, { width: stdout.columns, paint, selection, brief: true }),
      '',
      `every change of each step: nosplit check ${commandLine(selection.words)}`,
    );
  }
  lines.push(
    `${paint('dim', `searched in ${duration(world.now() - startedMs)};`)} next: nosplit list, nosplit facts --go, nosplit check --help`,
  );
  stdout.write(`${lines.join('\n')}\n`);
}

/** The tree of the go command, or why there is none to show. */
async function goTreeHere(): Promise<[Selection | null, string | null]> {
  const goroot = await defaultGoroot();
  if (goroot === null)
    return [null, 'no go command is on the PATH; nosplit check --go DIR checks any Go source tree'];
  try {
    return [await selectTree(goroot, configDefault), null];
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return [null, `the Go tree found here is not checked: ${error.message}`];
  }
}

/** Searches every design of the history, and the tree. */
async function judge(tree: Selection | null, quiet: boolean, world: World): Promise<Row[]> {
  const chosen: Chosen[] = [
    ...history.map((name) => ({ name, selection: selectDesign(name, configDefault) })),
    ...(tree === null ? [] : [{ name: nameOf(tree), selection: tree }]),
  ];
  // The tree comes first, and then the newer designs, whose searches are the longer ones, so that no thread is left alone with one of those
  // in the end.
  const searched = chosen.toReversed();
  const modules = searched.map(({ selection }) => selection.module);
  const line = liveLine(world, { quiet });
  let ended = 0;
  const onReport = (): void => {
    line.show(
      () => `searched ${ended} of ${modules.length} designs, each to its end`,
      ended / modules.length,
    );
    ended++;
  };
  onReport();
  const reports = await searchAll(modules, world.cores, { onReport });
  line.clear();
  return chosen.flatMap((one) => {
    const report = reports[searched.indexOf(one)];
    return report === undefined ? [] : [{ ...one, report }];
  });
}

const nameOf = ({ subject }: Selection): string =>
  subject.kind === 'go' ? (subject.version ?? 'the Go tree') : '';

function verdicts(rows: readonly Row[], width: number, paint: Paint): string[] {
  const heads = [
    'design',
    'verdict',
    'shortest counterexample',
    right('steps'),
    right('others'),
    right('distinct'),
  ];
  return table(
    [
      heads.map((cell) => dimmed(cell, paint)),
      ...rows.map(({ name, report }): (string | Cell)[] => [
        { text: name, paint: (text) => paint('bold', text) },
        { text: report.verdict, paint: () => paintVerdict(report, paint) },
        ...violatedFirst(report),
        right(count(report.distinct)),
      ]),
    ],
    width,
  );
}

/** The property, its steps, and how many more are violated. */
function violatedFirst(report: Report): (string | Cell)[] {
  const first = shortest(report);
  if (first === undefined)
    return [`none, of ${plural(report.properties.length, 'property', 'properties')}`, '', ''];
  const more = report.violations.length - 1;
  return [first.property, right(count(first.trace?.steps.length ?? 0)), right(more === 0 ? '' : count(more))];
}

/** The violation with the shortest counterexample; of equally short ones, that of the property declared first. */
function shortest({ violations }: Report): Violation | undefined {
  const length = ({ trace }: Violation): number => trace?.steps.length ?? Infinity;
  return [...violations].sort((a, b) => length(a) - length(b))[0];
}
