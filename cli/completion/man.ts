/** The man page of `nosplit`, in the macros of man(7). */
import type { CommandTree } from './tree.ts';

/** Text as roff reads it: no backslash, dot or quote of it is a command. */
const roff = (text: string): string =>
  text
    .replaceAll('\\', String.raw`\e`)
    .replaceAll('-', String.raw`\-`)
    .replaceAll(/^(?=[.'])/gm, String.raw`\&`);

/** @param exits the exit codes, each with what it means */
export function manPage(tree: readonly CommandTree[], { version, about, exits }: ManFacts): string {
  const commands = tree.flatMap(({ name, description, args, options }) => [
    `.SS nosplit ${roff([name, ...args.map((argument) => `[${argument.name}]`)].join(' '))}`,
    `${roff(description)}.`,
    ...args.flatMap((argument) => ['.TP', `.I ${roff(argument.name)}`, roff(argument.description)]),
    ...options.flatMap((option) => [
      '.TP',
      `.B ${roff(option.flags.join(', '))}${roff(` ${option.placeholder}`).trimEnd()}`,
      roff(option.description) +
        (typeof option.values === 'string' || option.values === null || option.values.length > 12
          ? ''
          : roff(` (${option.values.join(', ')})`)),
    ]),
  ]);
  return [
    `.TH NOSPLIT 1 "" "nosplit ${version}" "User Commands"`,
    '.SH NAME',
    `nosplit \\- ${roff(about)}`,
    '.SH SYNOPSIS',
    '.B nosplit',
    '.I COMMAND',
    '[options]',
    '.SH COMMANDS',
    ...commands,
    '.SH EXIT STATUS',
    ...exits.flatMap(([code, meaning]) => ['.TP', `.B ${code}`, roff(meaning)]),
    '',
  ].join('\n');
}

export interface ManFacts {
  readonly version: string;
  /** What nosplit does, in a line. */
  readonly about: string;
  readonly exits: readonly (readonly [code: number, meaning: string])[];
}
