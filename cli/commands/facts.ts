/** `nosplit facts`: what a Go tree's sources say about its tracer, each fact with its line. */
import type { Command } from '@commander-js/extra-typings';
import { Option } from '@commander-js/extra-typings';
import type { Confirmation, Facts, ReadPrograms } from '../../facts/index.ts';
import {
  confirm,
  designOf,
  programLines,
  sourcesOf,
  splitPoints,
  statementsOf,
  treeHash,
} from '../../facts/index.ts';
import { programParts } from '../../model/index.ts';
import type { ProgramPart } from '../../model/index.ts';
import { UsageError } from '../errors.ts';
import { exitCode } from '../exit-codes.ts';
import { noSuch } from '../nearest.ts';
import { deliver } from '../output.ts';
import { confirmationLines } from '../reporters/confirmation.ts';
import type { Paint } from '../reporters/words.ts';
import { fill, painter, proseTable } from '../reporters/words.ts';
import { programsAt } from '../selection/tree-programs.ts';
import { collect } from '../selection/select.ts';
import type { TreeOptions } from '../selection/selection.ts';
import { factsOf, goTree } from '../selection/go-tree.ts';
import type { World } from '../world.ts';

export function addFacts(program: Command, world: World, finish: (exit: number) => void): void {
  program
    .command('facts')
    .option('-g, --go [dir]', 'the Go source tree (default: go env GOROOT)')
    .option('--program [function]', 'print the steps that the model takes from the tree, beside its lines')
    .option(
      '--statements [func]',
      'every statement that was read, and whether it is a step, or why it is none',
    )
    .option('--goos <system>', 'the system whose files are read (default: as the tree is built, or linux)')
    .option('--goarch <processor>', 'the processor whose files are read')
    .option('--accept <func@hash>', 'a shape that you have reviewed; may be repeated', collect)
    .option('--confirm', 'build a small program with the tree and compare its machine code')
    .addOption(
      new Option('-f, --format <kind>', 'how to print')
        .choices(['text', 'json'] as const)
        .default('text' as const),
    )
    .option('-o, --out <file>', 'write to a file')
    .action(async ({ go, program: asked, confirm: confirming, format, out, statements, ...read }) => {
      if (asked !== undefined) {
        if (format === 'json') throw new UsageError('--program prints text; leave --format out');
        const text = await programText(await goTree(go ?? true), read, asked === true ? undefined : asked);
        finish(deliver(text, out, world) ? exitCode.holds : exitCode.usage);
        return;
      }
      const facts = await factsOf(await goTree(go ?? true), read);
      if (statements !== undefined) {
        const listed = statementsText(facts, statements, format);
        finish(deliver(listed, out, world) ? exitCode.holds : exitCode.usage);
        return;
      }
      const confirmation = confirming === true ? await confirm(facts) : null;
      const text =
        format === 'json'
          ? `${JSON.stringify(documentOf(facts, confirmation), null, 2)}\n`
          : factsText(
              facts,
              confirmation,
              world.stdout.columns,
              painter(out === undefined && world.stdout.colour),
            );
      finish(deliver(text, out, world) ? exitCode.holds : exitCode.usage);
    });
}

/** The programs of the core, and of each other part those that differ, or why the part cannot be read. */
async function programText(dir: string, options: TreeOptions, fn: string | undefined): Promise<string> {
  const core = await programsAt(dir, options);
  const blocks: string[] = [];
  const known = new Set<string>();
  for (const part of programParts) {
    const isCore = part === 'core';
    const read = isCore ? core : await partOrRefusal(dir, options, part);
    if (typeof read === 'string') {
      blocks.push(`the part ${part} is not read: ${read}`, '');
      continue;
    }
    const lines = programLines(read, fn, isCore ? undefined : core.programs);
    if (lines !== null) blocks.push(...(isCore ? [] : [`in the part ${part}`, '']), ...lines);
    for (const { list } of Object.values(read.programs))
      for (const one of list) if (read.files.has(one.fn)) known.add(one.fn);
  }
  if (blocks.length === 0) {
    const next = `the programs have ${[...known].join(', ')}`;
    throw new UsageError(noSuch(`no step stands in ${fn ?? ''}`, fn ?? '', [...known], next));
  }
  const legend = [
    '| begins a step, + a coarse step alone, : a fine step alone (docs/programs.md)',
    'N is seen at once, R may move later, L may move earlier, B both',
  ].join('\n');
  return `${core.version ?? 'a Go tree'}: ${core.runtimeDir}\n${legend}\n\n${blocks.join('\n')}`;
}

async function partOrRefusal(
  dir: string,
  options: TreeOptions,
  part: ProgramPart,
): Promise<ReadPrograms | string> {
  try {
    return await programsAt(dir, options, part);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

/** Each function with its statements: the line, what it is, and the line's text. */
function statementsText(facts: Facts, func: string | true, format: 'text' | 'json'): string {
  const chosen = facts.comparison.functions.filter(({ shape }) => func === true || shape.name === func);
  if (chosen.length === 0) {
    const names = facts.comparison.functions.map(({ shape }) => shape.name);
    const name = String(func);
    throw new UsageError(noSuch(`--statements ${name}: no such function is read`, name, names, null));
  }
  const functions = chosen.map((compared) => ({
    name: compared.shape.name,
    file: compared.shape.file,
    shape: `${compared.shape.name}@${compared.shape.digest}`,
    statements: statementsOf(compared, facts.runtimeDir),
  }));
  if (format === 'json')
    return `${JSON.stringify({ schema: 'nosplit.statements/1', coverage: facts.coverage, functions }, null, 2)}\n`;
  return functions
    .map(({ file, shape, statements }) =>
      [
        `${shape} ${file}`,
        ...statements.map(
          ({ line, text, class: told }) => `${String(line).padStart(6)}  ${text.padEnd(60)}  ${told}`,
        ),
        '',
      ].join('\n'),
    )
    .join('\n');
}

/** Everything but the index of all the runtime's functions, which only serves to find lines. */
function documentOf(facts: Facts, confirmation: Confirmation | null): object {
  return {
    schema: 'nosplit.facts/1',
    ...Object.fromEntries(
      Object.entries(facts).filter(([name]) => name !== 'index' && name !== 'comparison'),
    ),
    actions: Object.fromEntries(facts.actions),
    tree: treeHash(sourcesOf(facts)),
    splitPoints: splitPoints(facts),
    design: designOf(facts),
    confirmation,
  };
}

function factsText(facts: Facts, confirmation: Confirmation | null, width: number, paint: Paint): string {
  const { version, lock, reentry, notOkReleases, sharedWriter, procStatuses } = facts;
  const { syscalls, shutdownWakesReader, debugThrowsplit, growth, assumptions } = facts;
  const design = [
    version,
    lock,
    reentry,
    notOkReleases,
    sharedWriter,
    procStatuses,
    syscalls,
    shutdownWakesReader,
    debugThrowsplit,
    ...growth,
  ];
  const splits = splitPoints(facts);
  const nosplit = facts.writePath.filter((each) => each.nosplit);
  const blocks = [
    [`${paint('bold', version.value ?? 'a Go tree')}: ${facts.runtimeDir}`],
    proseTable(
      design.map(({ name, value, file, line, meaning }) => [name, String(value), `${file}:${line}`, meaning]),
      width,
      paint,
    ),
    [
      paint('bold', 'taken for granted by the model, and found here'),
      ...proseTable(
        assumptions.map(({ name, file, line, meaning }) => [name, `${file}:${line}`, meaning]),
        width,
        paint,
      ),
    ],
    [
      paint('bold', 'functions that are not nosplit where an event is written'),
      ...splits.flatMap(({ insideWriter, sentence }) =>
        fill(`${insideWriter ? '✗' : '·'} ${sentence}`, width).map((line) =>
          insideWriter ? paint('red', line) : line,
        ),
      ),
      ...fill(
        `${nosplit.length} more are nosplit: ${nosplit.map(({ name, file, line }) => `${name} ${file}:${line}`).join(', ')}`,
        width,
      ).map((line) => paint('dim', line)),
    ],
    ...(confirmation === null ? [] : [confirmationLines(confirmation, width, paint)]),
  ];
  return blocks.map((block) => `${block.join('\n')}\n`).join('\n');
}
