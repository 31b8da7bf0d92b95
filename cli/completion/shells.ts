/** The scripts by which a shell completes the words of `nosplit`. They hold all names, so that a key press starts no process. */
import type { CommandTree, OptionTree, Values } from './tree.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** The script for one shell, to be evaluated by it. */
export const completionScript = (shell: Shell, tree: readonly CommandTree[]): string => scripts[shell](tree);

const scripts: Readonly<Record<Shell, (tree: readonly CommandTree[]) => string>> = { bash, zsh, fish };

/** A text in single quotes, as all three shells read it but for the quote itself. */
const quoted = (text: string, quote: string): string => `'${text.replaceAll("'", quote)}'`;
const posix = (text: string): string => quoted(text, String.raw`'\''`);

const words = (values: Values): string => (typeof values === 'string' ? '' : values.join(' '));

/** `help` and `version` are words of the first place, too. */
const first = (tree: readonly CommandTree[]): string[] => [
  ...tree.map(({ name }) => name),
  'help',
  'version',
];

function bash(tree: readonly CommandTree[]): string {
  const cases = tree.flatMap(({ name, options }) =>
    options
      .filter(({ values, optional }) => values !== null && !optional)
      .map(
        ({ flags, values }) =>
          `    ${flags.map((flag) => posix(`${name} ${flag}`)).join('|')}) words=${posix(words(values ?? 'any'))} ;;`,
      ),
  );
  const commands = tree.map(
    ({ name, options, args }) =>
      `      ${name}) flags=${posix(options.map(({ flags }) => flags.at(-1)).join(' '))}` +
      ` words=${posix(
        args
          .map(({ values }) => words(values))
          .join(' ')
          .trim(),
      )} ;;`,
  );
  return `# Where this offers nothing, readline offers files.
_nosplit() {
  local cur=\${COMP_WORDS[COMP_CWORD]} words='' flags=''
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W ${posix(first(tree).join(' '))} -- "$cur"))
    return
  fi
  case "\${COMP_WORDS[1]} \${COMP_WORDS[COMP_CWORD - 1]}" in
    'help help') words=${posix(tree.map(({ name }) => name).join(' '))} ;;
${cases.join('\n')}
    *)
      case "\${COMP_WORDS[1]}" in
${commands.join('\n')}
      esac
      case "$cur" in -*) words=$flags ;; esac
      ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _nosplit nosplit
`;
}

function zsh(tree: readonly CommandTree[]): string {
  const colons = (text: string): string => text.replaceAll(':', String.raw`\:`);
  const inBrackets = (text: string): string => colons(text).replaceAll(/[[\]]/g, String.raw`\$&`);
  const action = (values: Values): string =>
    values === 'any' ? ' ' : values === 'file' ? '_files' : `(${values.join(' ')})`;
  // A name may stand for a file as well, so both are offered.
  const valueOf = ({ flags, values, optional }: OptionTree): string => {
    if (values === null) return '';
    const both =
      flags.at(-1) === '--model'
        ? `{_alternative "n:name:${action(values)}" "f:file:_files"}`
        : action(values);
    return `${optional ? '::' : ':'}value:${both}`;
  };
  const option = (one: OptionTree): string =>
    one.flags
      .map((flag) =>
        posix(
          `${one.repeats ? '*' : `(${one.flags.join(' ')})`}${flag}[${inBrackets(one.description)}]${valueOf(one)}`,
        ),
      )
      .join(' ');
  const commands = tree.map(
    ({ name, options, args }) =>
      `    ${name}) _arguments ${[
        ...options.map(option),
        ...args.map(({ name: of, values }) => posix(`::${of}:${action(values)}`)),
      ].join(' \\\n      ')} ;;`,
  );
  return `#compdef nosplit
_nosplit() {
  if (( CURRENT == 2 )); then
    local -a commands=(${tree.map(({ name, description }) => posix(`${name}:${colons(description)}`)).join(' ')} help version)
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
    help) _values command ${tree.map(({ name }) => name).join(' ')} ;;
${commands.join('\n')}
  esac
}
compdef _nosplit nosplit
`;
}

function fish(tree: readonly CommandTree[]): string {
  const text = (one: string): string => quoted(one.replaceAll('\\', String.raw`\\`), String.raw`\'`);
  const lines = tree.flatMap(({ name, description, options, args }) => [
    `complete -c nosplit -n __fish_use_subcommand -f -a ${name} -d ${text(description)}`,
    ...options.map(({ flags, description: says, values }) => {
      const [long = '', short] = [...flags].reverse();
      return [
        `complete -c nosplit -n '__fish_seen_subcommand_from ${name}'`,
        ...(short === undefined ? [] : [`-s ${short.slice(1)}`]),
        `-l ${long.slice(2)} -d ${text(says)}`,
        ...(values === null
          ? []
          : values === 'file'
            ? ['-r -F']
            : values === 'any'
              ? ['-x']
              : [
                  long === '--model'
                    ? `-r -F -a ${text(values.join(' '))}`
                    : `-x -a ${text(values.join(' '))}`,
                ]),
      ].join(' ');
    }),
    ...args
      .filter(({ values }) => typeof values !== 'string')
      .map(
        ({ values }) =>
          `complete -c nosplit -n '__fish_seen_subcommand_from ${name}' -a ${text(words(values))}`,
      ),
  ]);
  return `${lines.join('\n')}
complete -c nosplit -n __fish_use_subcommand -f -a 'help version'
complete -c nosplit -n '__fish_seen_subcommand_from help' -f -a ${text(tree.map(({ name }) => name).join(' '))}
`;
}
