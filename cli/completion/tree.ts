/** What can be typed after `nosplit`, as plain data: the command tree that Commander has, and the names that its values take. */
import type { CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import { examples } from '../../examples/index.ts';
import { noColor } from '../no-color.ts';
import { boundsByName, designsByName, mutants } from '../../model/index.ts';

/** What a value is completed with: names, the name of a file, or nothing that could be known. */
export type Values = readonly string[] | 'file' | 'any';

export interface OptionTree {
  /** `-d` and `--design`, the long one last. */
  readonly flags: readonly string[];
  readonly description: string;
  /** What the help calls the value, in its brackets: `<name>`; empty where nothing follows. */
  readonly placeholder: string;
  /** What follows it; null where nothing does. */
  readonly values: Values | null;
  /** The value may be left out. */
  readonly optional: boolean;
  readonly repeats: boolean;
}

export interface CommandTree {
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionTree[];
  readonly args: readonly ArgumentTree[];
}

export interface ArgumentTree {
  readonly name: string;
  readonly description: string;
  readonly values: Values;
}

/** Names of what a value is called in the help: `<name>` of --design, `[config]` of check. */
const named: ReadonlyMap<string, readonly string[]> = new Map([
  ['--design', Object.keys(designsByName)],
  ['--mutant', Object.keys(mutants)],
  ['config', Object.keys(boundsByName)],
]);

const files = /\b(file|dir)\b/;

/** The commands of `program` in the order of their names. */
export function treeOf(program: CommandUnknownOpts): readonly CommandTree[] {
  return program.commands
    .map((command) => ({
      name: command.name(),
      description: command.description(),
      options: [...command.options.filter(({ hidden }) => !hidden).map(optionOf), plain, help],
      args: command.registeredArguments.map((argument) => ({
        name: argument.name(),
        description: argument.description,
        values: argument.argChoices ?? named.get(argument.name()) ?? fileOrAny(argument.name()),
      })),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

const flag = { placeholder: '', values: null, optional: false, repeats: false } as const;
const help: OptionTree = { ...flag, flags: ['-h', '--help'], description: 'describe the command' };
const plain: OptionTree = { ...flag, flags: [noColor.flag], description: noColor.about };

function optionOf(option: Option): OptionTree {
  const { short, long = '', flags, description, argChoices, required, optional, variadic } = option;
  const placeholder = flags.slice(flags.indexOf(long) + long.length).trim();
  return {
    flags: [...(short === undefined ? [] : [short]), long],
    description,
    placeholder,
    values: required || optional ? (argChoices ?? valuesOf(long, placeholder)) : null,
    optional,
    repeats: variadic || description.includes('may be repeated'),
  };
}

/** An example can be named as a model, and a file as well: the shell offers files where no name begins so. */
function valuesOf(long: string, placeholder: string): Values {
  if (long === '--model') return examples.map(({ name }) => name);
  return named.get(long) ?? fileOrAny(placeholder);
}

const fileOrAny = (placeholder: string): Values =>
  files.test(placeholder) || placeholder === 'trace' ? 'file' : 'any';
