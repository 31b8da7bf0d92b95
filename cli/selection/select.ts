/** The options by which every command selects what it works on. */
import type { Command, OptionValues } from '@commander-js/extra-typings';
import { UsageError } from '../errors.ts';
import type { World } from '../world.ts';
import { selectModule, settingsOf } from './module.ts';
import { configDefault, designDefault, goTree, selectDesign, selectGo, selectMutant } from './tracer.ts';
import type { Selection, Subject } from './selection.ts';

export interface SelectOptions {
  readonly design?: string | undefined;
  readonly go?: string | true | undefined;
  readonly mutant?: string | undefined;
  readonly model?: string | undefined;
  readonly set?: readonly string[] | undefined;
}

/** The options that select, of which one at most is given. */
export const selectors = ['design', 'mutant', 'go', 'model'] as const;

/** For options that may be repeated. */
export const collect = (value: string, all: readonly string[] = []): readonly string[] => [...all, value];

/** Declares --design, --mutant, --go, --model and --set. */
export const withSelectors = <A extends unknown[], O extends OptionValues>(command: Command<A, O>) =>
  command
    .option('-d, --design <name>', 'a released design of the tracer (default: the newest release)')
    .option('--mutant <name>', 'a design with one protection removed: nosplit list mutants')
    .option('-g, --go [dir]', 'the design that a Go source tree has (default: go env GOROOT)')
    .option('-m, --model <file|name>', "your own module, or an example's name")
    .option('-s, --set <key=value>', 'a parameter of the model; may be repeated', collect);

export async function select(
  config: string | undefined,
  options: SelectOptions,
  world: World,
): Promise<Selection> {
  const chosen = selectors.filter((name) => options[name] !== undefined);
  if (chosen.length > 1)
    throw new UsageError(`--${chosen.join(' and --')} exclude each other; give one of them`);
  if (options.model !== undefined) {
    if (config !== undefined)
      throw new UsageError(`the config ${config} is one of the tracer's; a model's size is given with --set`);
    return selectModule(options.model, options.set ?? [], world);
  }
  if (options.set !== undefined)
    throw new UsageError('--set is for --model; a design is sized by its config');
  if (options.mutant !== undefined) return selectMutant(options.mutant, config);
  const bounds = config ?? configDefault;
  if (options.go !== undefined) return selectGo(await goTree(options.go), bounds);
  return selectDesign(options.design ?? designDefault(), bounds);
}

/** Selects again what a saved report was about. */
export function selectSubject(subject: Subject, world: World): Promise<Selection> {
  switch (subject.kind) {
    case 'design':
      return select(subject.config, { design: subject.design }, world);
    case 'mutant':
      return select(subject.config, { mutant: subject.mutant }, world);
    case 'go':
      return select(subject.config, { go: subject.dir }, world);
    case 'model':
      return select(undefined, { model: subject.model, set: settingsOf(subject.params) }, world);
  }
}
