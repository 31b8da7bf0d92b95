/** `nosplit export`: a system written down for other programs. */
import type { Command } from '@commander-js/extra-typings';
import { Option } from '@commander-js/extra-typings';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describeSystem, isLiveness, kernelOf } from '../../checker/index.ts';
import type { Description } from '../../checker/index.ts';
import type { ExportedFile } from '../../export/index.ts';
import {
  fileStem,
  kernelFiles,
  posed,
  setsOf,
  smtFiles,
  structuresDocument,
  tlaFiles,
} from '../../export/index.ts';
import { UsageError } from '../errors.ts';
import { exitCode } from '../exit-codes.ts';
import { written } from '../output.ts';
import { count, fill, plural } from '../reporters/words.ts';
import type { SelectOptions } from '../selection/select.ts';
import { select, withSelectors } from '../selection/select.ts';
import type { Selection } from '../selection/selection.ts';
import type { World } from '../world.ts';

const formats = ['structures', 'tla', 'kernel', 'smt'] as const;

interface ExportOptions extends SelectOptions {
  readonly format: (typeof formats)[number];
  readonly out?: string | undefined;
  readonly invariant?: readonly string[] | undefined;
}

export function addExport(program: Command, world: World, finish: (exit: number) => void): void {
  withSelectors(
    program.command('export').argument('[config]', "bounds of the tracer's model (default: small)"),
  )
    .addOption(
      new Option('-f, --format <kind>', 'what to write').choices(formats).default('structures' as const),
    )
    .option(
      '--invariant <property...>',
      'for smt: the properties whose conjunction is asked to be inductive (default: all of states)',
    )
    .option('-o, --out <dir>', 'write it into a directory, and print what each action reads and writes')
    .action(async (config, options) => {
      finish(await exportCommand(config, options, world));
    });
}

async function exportCommand(
  config: string | undefined,
  options: ExportOptions,
  world: World,
): Promise<number> {
  const { out, format } = options;
  if (format === 'kernel') return exportKernel(config, { ...options, out }, world);
  const selection = await select(config, options, world);
  const interrupt = new AbortController();
  const release = world.onInterrupt(() => {
    interrupt.abort();
  });
  try {
    const { description, files } =
      format === 'smt'
        ? await smtOf(selection, options.invariant, interrupt.signal)
        : await writtenAs(format, selection, interrupt.signal);
    if (out === undefined) world.stdout.write(files[0]?.text ?? '');
    else {
      write(files, out, world);
      world.stdout.write(summary(description, selection, { files, out, columns: world.stdout.columns }));
    }
    return exitCode.holds;
  } catch (thrown) {
    if (interrupt.signal.aborted) return exitCode.interrupted;
    throw thrown;
  } finally {
    release();
  }
}

/** The module and its document, without what needs functions of each scalar by itself. */
async function exportKernel(
  config: string | undefined,
  options: ExportOptions,
  world: World,
): Promise<number> {
  const { out } = options;
  if (out === undefined) throw new UsageError('--format kernel writes two files; name a folder with --out');
  const { system, title } = await select(config, options, world);
  const judged = Object.entries(system.properties).filter(([, one]) => !isLiveness(one));
  const kernel = kernelOf(
    system,
    judged.map(([name]) => name),
  );
  const files = kernelFiles(kernel, title);
  write(files, out, world);
  const { actions, instances } = kernel.program;
  const words = plural(kernel.layout.words, 'word');
  const lines = [
    ...fill(
      `${title}: ${plural(actions.length, 'action')}, ${plural(instances, 'instance')}, ${words} a state`,
      world.stdout.columns,
    ),
    ...files.map(({ name }) => `written: ${join(out, name)}`),
  ];
  world.stdout.write(`${lines.join('\n')}\n`);
  return exitCode.holds;
}

interface Written {
  readonly description: Description;
  readonly files: readonly ExportedFile[];
}

async function writtenAs(
  format: keyof typeof writers,
  selection: Selection,
  signal: AbortSignal,
): Promise<Written> {
  const description = await describeSystem(selection.system, { signal });
  return { description, files: writers[format](description, selection) };
}

/** Throws a UsageError where a property of the invariant is none of states. */
async function smtOf(
  { system, title }: Selection,
  invariant: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<Written> {
  const ofStates = Object.entries(system.properties).flatMap(([name, { kind }]) =>
    kind === 'always' ? [name] : [],
  );
  const wrong = invariant?.find((name) => !ofStates.includes(name));
  if (wrong !== undefined || ofStates.length === 0)
    throw new UsageError(
      ofStates.length === 0
        ? `${title} has no property of states to ask about`
        : `${wrong ?? ''} is no property of states of ${title}; it has ${ofStates.join(', ')}`,
    );
  const { description, script } = await posed(system, { properties: invariant ?? ofStates }, signal);
  return { description, files: smtFiles(script, title) };
}

type Writer = (description: Description, selection: Selection) => readonly ExportedFile[];

const writers: Readonly<Record<Exclude<ExportOptions['format'], 'kernel' | 'smt'>, Writer>> = {
  structures: (description, { title }) => [
    {
      name: `${fileStem(title)}.structures.json`,
      text: `${JSON.stringify(structuresDocument(description, title))}\n`,
    },
  ],
  tla: (description, { title }) => tlaFiles(description, title),
};

/** Throws a UsageError where the directory or a file of it cannot be written. */
function write(files: readonly ExportedFile<string | Uint8Array>[], out: string, { cwd }: World): void {
  const dir = resolve(cwd, out);
  const all = (): void => {
    mkdirSync(dir, { recursive: true });
    for (const { name, text } of files) writeFileSync(join(dir, name), text);
  };
  written(`--out ${out}`, all, 'folder');
}

function summary(
  description: Description,
  { title }: Selection,
  { files, out, columns }: { files: readonly ExportedFile[]; out: string; columns: number },
): string {
  const sets = setsOf(description);
  const instances = sets.reduce((sum, one) => sum + one.instances, 0);
  const list = (of: readonly string[]): string => (of.length === 0 ? 'nothing' : of.join(', '));
  const lines = [
    ...fill(
      `${title}: ${plural(sets.length, 'action')}, ${plural(instances, 'instance')}, ${plural(description.layout.scalars.length, 'scalar')}`,
      columns,
    ),
    ...sets.flatMap(({ action, reads, writes }) => [
      `  ${action}`,
      ...fill(`reads ${list(reads)}`, columns - 4).map(
        (line, at) => `    ${at === 0 ? '' : '       '}${line}`,
      ),
      ...fill(`writes ${list(writes)}`, columns - 4).map(
        (line, at) => `    ${at === 0 ? '' : '       '}${line}`,
      ),
    ]),
    ...fill(aboutReached(description), columns),
    ...files.map(({ name }) => `written: ${join(out, name)}`),
  ];
  return `${lines.filter((line) => line !== '').join('\n')}\n`;
}

/** What is described on the reached states alone; empty where nothing is. */
function aboutReached({ reached, actions, properties }: Description): string {
  if (reached === null) return '';
  const names = [
    ...actions.filter(({ instances }) => instances.some(({ about }) => about.effect === 'reached')),
    ...properties.filter(({ instances }) => instances.some(({ about }) => about === 'reached')),
  ].map(({ name }) => name);
  return `known on the ${count(reached)} reached states alone, for they go too many ways on all: ${names.join(', ')}`;
}
