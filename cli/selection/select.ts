/** The options by which every command selects what it works on. */
import { Option } from '@commander-js/extra-typings';
import type { Command, OptionValues } from '@commander-js/extra-typings';
import type { Granularity } from '../../model/index.ts';
import { UsageError } from '../errors.ts';
import type { World } from '../world.ts';
import { isExample } from './examples.ts';
import { configDefault, designDefault } from './tracer.ts';
import { settingsOf } from './selection.ts';
import type { Selection, Subject } from './selection.ts';

export interface SelectOptions {
  readonly design?: string | undefined;
  readonly go?: string | true | undefined;
  readonly mutant?: string | undefined;
  readonly goos?: string | undefined;
  readonly goarch?: string | undefined;
  readonly accept?: readonly string[] | undefined;
  readonly model?: string | undefined;
  readonly set?: readonly string[] | undefined;
  /** How finely steps of the tracer are cut. */
  readonly granularity?: Granularity | undefined;
}

/** The options that select, of which one at most is given. */
export const selectors = ['design', 'mutant', 'go', 'model'] as const;

/** For options that may be repeated. */
export const collect = (value: string, all: readonly string[] = []): readonly string[] => [...all, value];

/** Declares --design, --mutant, --go, --model and --set. */
export const withSelectors = <A extends unknown[], O extends OptionValues>(command: Command<A, O>) => {
  const selecting = command
    .option('-d, --design <name>', 'a released design of the tracer (default: the newest release)')
    .option('--mutant <name>', 'a design with one protection removed: nosplit list mutants')
    .option('-g, --go [dir]', 'the design that a Go source tree has (default: go env GOROOT)')
    .option('-m, --model <file|name>', "your own module, or an example's name")
    .option('-s, --set <key=value>', 'a parameter of the model; may be repeated', collect);
  // Not in the chain: with more options the compiler takes minutes for its type, or gives up. SelectOptions has them.
  for (const option of treeOptions()) selecting.addOption(option);
  return selecting;
};

const treeOptions = (): Option[] => [
  new Option('--granularity <level>', 'how finely steps of the tracer are cut (default: coarse)').choices([
    'coarse',
    'fine',
  ] as const),
  new Option(
    '--goos <system>',
    'with --go: the system whose files are read (default: as the tree is built, or linux)',
  ),
  new Option('--goarch <processor>', 'with --go: the processor whose files are read'),
  new Option(
    '--accept <func@hash>',
    'with --go: a shape that you have reviewed, as a refusal names it; may be repeated',
  ).argParser(collect),
];

/** Each kind of system is loaded by who selects one: reading its modules is most of what a short command costs. */
export async function select(
  config: string | undefined,
  options: SelectOptions,
  world: World,
): Promise<Selection> {
  const chosen = selectors.filter((name) => options[name] !== undefined);
  const ofTree = (['goos', 'goarch', 'accept'] as const).find((name) => options[name] !== undefined);
  if (ofTree !== undefined && options.go === undefined)
    throw new UsageError(`--${ofTree} says how a Go tree is read; give the tree with --go`);
  if (chosen.length > 1)
    throw new UsageError(`--${chosen.join(' and --')} exclude each other; give one of them`);
  if (options.granularity !== undefined && options.model !== undefined)
    throw new UsageError('--granularity is about steps of the tracer; a model of yours has its own');
  if (options.model !== undefined) {
    if (config !== undefined)
      throw new UsageError(`the config ${config} is one of the tracer's; a model's size is given with --set`);
    return (await import('./module.ts')).selectModule(options.model, options.set ?? [], world);
  }
  if (options.set !== undefined)
    throw new UsageError('--set is for --model; a design is sized by its config');
  if (options.mutant !== undefined)
    return (await import('./mutants.ts')).selectMutant(options.mutant, config, options.granularity);
  const bounds = config ?? configDefault;
  if (options.go !== undefined) {
    const [{ goTree }, { selectTree }] = await Promise.all([import('./go-tree.ts'), import('./tree.ts')]);
    return selectTree(await goTree(options.go), bounds, options);
  }
  const { selectDesign } = await import('./programs.ts');
  return selectDesign(options.design ?? designDefault(), bounds, options.granularity);
}

/**
 * Selects what a saved report is about. What is built in is found by its name, and a Go tree is only read; the code of a model runs,
 * so its file is chosen by the command line and never by a report. Throws a UsageError where the command line names something else.
 */
export async function selectReported(
  report: string,
  subject: Subject,
  config: string | undefined,
  options: SelectOptions,
  world: World,
): Promise<Selection> {
  if (subject.kind !== 'model' && subject.programs !== true)
    throw new UsageError(
      `${report} is about actions that were written by hand, which are no more; check again, and save that`,
    );
  const selection = await select(
    ...(selectors.some((name) => options[name] !== undefined)
      ? named(subject, config, options)
      : reported(report, subject, config, options)),
    world,
  );
  const [saved, found] = [aspects(subject), aspects(selection.subject)];
  const aspect = Object.keys({ ...saved, ...found }).find((key) => saved[key] !== found[key]);
  if (aspect !== undefined)
    throw new UsageError(
      `${report} is about ${aspect} ${saved[aspect] ?? 'none'}, and the command line names ${aspect} ${found[aspect] ?? 'none'}; name the same, or leave it out`,
    );
  return selection;
}

type Selectors = [config: string | undefined, options: SelectOptions];

/** What the report leaves open is taken from it; parameters only for a model that may be the report's. */
function named(subject: Subject, config: string | undefined, options: SelectOptions): Selectors {
  const { model } = options;
  if (subject.kind !== 'model')
    return model === undefined
      ? [config ?? subject.config, { ...cutAs(subject), ...options }]
      : [config, options];
  const isOther = model === undefined || (isExample(model) && model !== subject.model);
  return [config, isOther ? options : { ...options, set: options.set ?? settingsOf(subject.params) }];
}

function reported(
  report: string,
  subject: Subject,
  config: string | undefined,
  options: SelectOptions,
): Selectors {
  switch (subject.kind) {
    case 'design':
      return [config ?? subject.config, { ...cutAs(subject), ...options, design: subject.design }];
    case 'mutant':
      return [config ?? subject.config, { ...cutAs(subject), ...options, mutant: subject.mutant }];
    case 'go':
      return [config ?? subject.config, { ...subject.read, ...cutAs(subject), ...options, go: subject.dir }];
    case 'model':
      if (!isExample(subject.model))
        throw new UsageError(
          `${report} is about the model of a file, ${subject.model}, and a report does not choose what is run; give the file yourself: --model FILE`,
        );
      return [config, { ...options, model: subject.model, set: options.set ?? settingsOf(subject.params) }];
  }
}

interface OfSteps {
  readonly granularity?: Granularity;
}

/** Reports from before there was a choice are about fine steps. */
const cutAs = ({ granularity = 'fine' }: OfSteps): Pick<SelectOptions, 'granularity'> => ({ granularity });

/** What must be the same here and in a report; where a model or a Go tree stands is not. */
function aspects(subject: Subject): Readonly<Record<string, string>> {
  const { kind } = subject;
  switch (subject.kind) {
    case 'design':
      return {
        kind,
        design: subject.design,
        config: subject.config,
        steps: cutAs(subject).granularity ?? '',
      };
    case 'mutant':
      return {
        kind,
        mutant: subject.mutant,
        config: subject.config,
        steps: cutAs(subject).granularity ?? '',
      };
    case 'go':
      return {
        kind,
        version: subject.version ?? 'unknown',
        config: subject.config,
        steps: cutAs(subject).granularity ?? '',
      };
    case 'model':
      return {
        kind,
        model: isExample(subject.model) ? subject.model : 'of a file',
        parameters: settingsOf(subject.params).sort().join(', '),
      };
  }
}
