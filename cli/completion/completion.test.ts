import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { commandNames } from '../commands/commands.ts';
import { nosplit } from '../testing/world.ts';

const scriptFor = async (shell: string): Promise<string> => (await nosplit(['completion', shell])).stdout;

const found = (command: string): boolean => spawnSync(command, ['--version']).error === undefined;

/** What a shell offers for the last of these words. */
const offered: Readonly<Record<string, (script: string, words: readonly string[]) => string[]>> = {
  bash: (script, words) =>
    lines('bash', [
      '-c',
      `${script}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _nosplit; printf '%s\\n' "\${COMPREPLY[@]}"`,
      'bash',
      ...words,
    ]),
  fish: (script, words) =>
    lines('fish', ['--no-config', '-c', `${script}\ncomplete -C '${words.join(' ')}'`]).map(
      (line) => line.split('\t')[0] ?? '',
    ),
};

function lines(command: string, args: readonly string[]): string[] {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  return stdout.split('\n').filter((line) => line !== '');
}

describe.each(Object.keys(offered))('%s', (shell) => {
  const offers = async (...words: readonly string[]): Promise<string[]> =>
    offered[shell]?.(await scriptFor(shell), words) ?? [];

  test.skipIf(!found(shell))('commands, options, and the names that values take are offered', async () => {
    expect((await offers('nosplit', '')).sort()).toEqual([...commandNames, 'help', 'version'].sort());
    expect(await offers('nosplit', 'ma')).toEqual(['man', 'matrix']);
    expect(await offers('nosplit', 'check', '--des')).toEqual(['--design']);
    expect(await offers('nosplit', 'check', '--design', '1.26')).toEqual(['1.26', '1.26-nosplit']);
    expect(await offers('nosplit', 'check', '-f', 'jso')).toEqual(['json', 'jsonl']);
    expect(await offers('nosplit', 'check', 'threads-t')).toEqual(['threads-tiny']);
    expect(await offers('nosplit', 'help', 'wh')).toEqual(['why']);
  });
});

test.skipIf(!found('zsh'))('zsh reads the script, and knows a completion for nosplit then', async () => {
  const script = `autoload -Uz compinit && compinit -D -u\n${await scriptFor('zsh')}\nprint $_comps[nosplit]`;
  expect(lines('zsh', ['-f', '-c', script])).toEqual(['_nosplit']);
});

test('an unknown shell is refused in one line', async () => {
  const { exit, stderr } = await nosplit(['completion', 'tcsh']);
  expect([exit, stderr.trim().split('\n').length]).toEqual([2, 1]);
  expect(stderr).toContain('bash, zsh, fish');
});

describe('the man page', () => {
  test('has every command, every exit code, and no line that is a command of roff by accident', async () => {
    const { stdout } = await nosplit(['man']);
    for (const name of commandNames)
      expect(stdout).toMatch(
        new RegExp(String.raw`^\.SS nosplit ${name.replaceAll('-', String.raw`\\-`)}`, 'm'),
      );
    for (const code of [0, 1, 2, 3, 70, 130]) expect(stdout).toContain(`\n.B ${code}\n`);
    const macros = stdout
      .split('\n')
      .filter((line) => /^[.']/.test(line) && !/^\.(TH|SH|SS|TP|B|I)\b/.test(line));
    expect(macros).toEqual([]);
  });

  test.skipIf(!found('groff'))('groff sets it without a warning', async () => {
    const { stdout } = await nosplit(['man']);
    const set = spawnSync('groff', ['-man', '-Tutf8', '-ww'], { input: stdout, encoding: 'utf8' });
    expect([set.status, set.stderr]).toEqual([0, '']);
  });
});
