/** `nosplit matrix`: every design and mutant against every property, beside the committed expectations. */
import type { Command } from '@commander-js/extra-typings';
import { Option } from '@commander-js/extra-typings';
import { match } from 'ts-pattern';
import { neverKilled, waive } from '../../checker/index.ts';
import type { VacuityFinding } from '../../checker/index.ts';
import { alike, boundsByName, designAlike, designs, mutants, tracerUrl } from '../../model/index.ts';
import { UsageError } from '../errors.ts';
import { exitCode } from '../exit-codes.ts';
import { parseWorkers } from '../limits.ts';
import { differences, isOf } from '../matrix/compare.ts';
import type { MatrixDocument } from '../matrix/document.ts';
import type { Expectations } from '../matrix/expectations.ts';
import { readExpectations, writeExpectations } from '../matrix/expectations.ts';
import { matrixJunit } from '../matrix/junit.ts';
import { matrixMarkdown } from '../matrix/markdown.ts';
import type { Run } from '../matrix/runs.ts';
import { cellsOf, configsDefault, runCells } from '../matrix/runs.ts';
import { matrixText } from '../matrix/text.ts';
import { noSuch } from '../nearest.ts';
import { deliverVerdict } from '../output.ts';
import { liveLine } from '../reporters/live-line.ts';
import { count, painter, plural } from '../reporters/words.ts';
import { waiversBeside } from '../vacuity/waivers.ts';
import type { World } from '../world.ts';

const formats = ['text', 'json', 'md', 'junit'] as const;

interface MatrixOptions {
  readonly designs?: string | true | undefined;
  readonly mutants?: string | true | undefined;
  readonly configs?: string | undefined;
  readonly workers: number;
  readonly expectations?: string | undefined;
  readonly update?: true | undefined;
  readonly format: (typeof formats)[number];
  readonly out?: string | undefined;
  readonly quiet?: true | undefined;
}

export function addMatrix(program: Command, world: World, finish: (exit: number) => void): void {
  program
    .command('matrix')
    .option('--designs [names]', 'only designs: all, or these (separated by commas)')
    .option('--mutants [names]', 'only mutants: all, or these (separated by commas)')
    .option('--configs <names>', 'in these bounds (default: all whose name ends in small)')
    .option(
      '-w, --workers <n>',
      'searches side by side, or auto for one per core',
      (text) => parseWorkers(text, world.cores),
      world.cores,
    )
    .option('--expectations <file>', 'compare with this file instead of the one that comes with nosplit')
    .option('--update', 'accept what was found: write it into the file of expectations')
    .addOption(new Option('-f, --format <kind>', 'how to report').choices(formats).default('text' as const))
    .option('-o, --out <file>', 'write the report to a file')
    .option('-q, --quiet', 'no progress')
    .action(async (options) => {
      finish(await matrixCommand(options, world));
    });
}

async function matrixCommand(options: MatrixOptions, world: World): Promise<number> {
  const { cwd, stdout, stderr } = world;
  const configs = named('--configs', options.configs, Object.keys(boundsByName)) ?? configsDefault();
  const onlyDesigns = options.designs !== undefined && options.mutants === undefined;
  const onlyMutants = options.mutants !== undefined && options.designs === undefined;
  const chosen = {
    designs: onlyMutants
      ? []
      : (named('--designs', options.designs, Object.keys(designs)) ?? Object.keys(designs)),
    mutants: onlyDesigns
      ? []
      : (named('--mutants', options.mutants, Object.keys(mutants)) ?? Object.keys(mutants)),
  };
  const cells = cellsOf(configs, chosen);
  if (cells.length === 0)
    throw new UsageError(
      `no mutant chosen has anything to fail at ${configs.join(', ')}; leave out --configs`,
    );
  const before = options.update === true ? null : readExpectations(options.expectations, cwd);

  const startedMs = world.now();
  const threads = options.workers;
  const line = liveLine(world, { quiet: options.quiet });
  const showDone = (done: number, last = ''): void => {
    line.show(
      () => `searched ${count(done)} of ${plural(cells.length, 'system')}${last}`,
      done / cells.length,
    );
  };
  showDone(0);
  const onDone = ({ variant, config }: Run, done: number): void => {
    showDone(done, `, ${variant} at ${config} last`);
  };
  let runs = await runCells(cells, { threads, traces: before === null, onDone });
  let changes = before === null ? [] : differences(runs, before);
  if (before !== null && changes.length > 0) {
    // Only now is it worth building traces: of the cells that changed.
    const changed = runs.filter((run) => changes.some((one) => isOf(one, run)));
    line.show(() => `building the traces of ${plural(changed.length, 'search', 'searches')}`);
    const again = await runCells(changed, { threads, traces: true, onDone: () => undefined });
    runs = runs.map((run) => again[changed.indexOf(run)] ?? run);
    changes = differences(runs, before);
  }
  line.clear();
  const elapsedMs = world.now() - startedMs;

  if (before === null) {
    const path = writeExpectations(merged(runs, options.expectations, cwd), options.expectations, cwd);
    stderr.write(`nosplit: ${count(runs.length)} expectations written to ${options.expectations ?? path}\n`);
  }
  const isWhole =
    options.designs === undefined && options.mutants === undefined && options.configs === undefined;
  const unkilled = isWhole ? killJudged(runs, cwd) : null;
  const fails = changes.length > 0 || (unkilled ?? []).some(({ waived }) => waived === null);
  const matrix: MatrixDocument = {
    schema: 'nosplit.matrix/1',
    verdict: fails ? 'changed' : 'expected',
    runs,
    differences: changes,
    neverKilled: unkilled,
    elapsedMs,
  };
  const toFile = options.out !== undefined;
  const view = { width: toFile ? 100 : stdout.columns, paint: painter(!toFile && stdout.colour) };
  const text = match(options.format)
    .with('text', () => matrixText(matrix, view))
    .with('json', () => `${JSON.stringify(matrix, null, 2)}\n`)
    .with('md', () => matrixMarkdown(matrix))
    .with('junit', () => matrixJunit(matrix))
    .exhaustive();
  const exit = fails ? exitCode.violated : exitCode.holds;
  return deliverVerdict(text, { out: options.out, exit }, world).exit;
}

/** The names of a list separated by commas; undefined where the option names none. */
function named(
  option: string,
  given: string | true | undefined,
  known: readonly string[],
): string[] | undefined {
  if (given === undefined || given === true) return undefined;
  const names = given.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const older = option === '--designs' ? alike[unknown] : undefined;
    if (older !== undefined) {
      const name = designAlike(older) ?? '';
      throw new UsageError(
        `--designs: ${unknown} has the protocol of ${name}; name that, as in --designs ${name}`,
      );
    }
    const next = known.length > 30 ? `nosplit list${option.replace('--', ' ')} has them` : undefined;
    throw new UsageError(noSuch(`${option}: there is no ${unknown}`, unknown, known, next));
  }
  return names;
}

/** The expectations with those of the runs replaced, in the order of bounds, designs and mutants; what is gone is left out. */
function merged(runs: readonly Run[], file: string | undefined, cwd: string): Expectations {
  const old = readable(file, cwd);
  const order = [...Object.keys(designs), ...Object.keys(mutants)];
  return Object.fromEntries(
    Object.keys(boundsByName).flatMap((config) => {
      const found = runs.filter((run) => run.config === config);
      const all = {
        ...old[config],
        ...Object.fromEntries(found.map(({ variant, outcome }) => [variant, outcome])),
      };
      const kept = order.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]] as const]));
      return kept.length === 0 ? [] : [[config, Object.fromEntries(kept)]];
    }),
  );
}

/** What is there to be updated; nothing where there is no file that can be read. */
function readable(file: string | undefined, cwd: string): Expectations {
  try {
    return readExpectations(file, cwd);
  } catch (error) {
    if (error instanceof UsageError) return {};
    throw error;
  }
}

/** The properties that no design and no mutant violates, without those that the waivers beside the model name. */
function killJudged(runs: readonly Run[], cwd: string): readonly VacuityFinding[] {
  const findings = neverKilled(
    runs.map(({ variant, properties, outcome }) => ({
      mutant: variant,
      properties: properties.flatMap(({ name, kind }) => (kind === 'sometimes' ? [] : [name])),
      violated: Object.keys(outcome.violated),
    })),
  );
  return waive({ system: 'matrix', config: 'matrix', findings }, waiversBeside(tracerUrl, cwd));
}
