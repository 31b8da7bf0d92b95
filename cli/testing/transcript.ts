/**
 * Transcripts: Markdown whose ```console blocks are commands with what they print, run as tests. In the expected text a
 * line `...` stands for any lines. What differs from run to run (times, rates, bytes) is compared as equal. A block whose
 * info string says `go1.26.8` is run where that is the release of the go command. Other blocks that name a file
 * (```js counter.js) are that file. What follows `> ` in the output of `explore --tty` is sent in to it. `node FILE` is run as it is.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nosplit, repository } from './world.ts';

export interface Command {
  readonly line: string;
  readonly words: readonly string[];
  /** Whether its exit code is printed after it: `; echo $?`. */
  readonly echo: boolean;
  readonly expected: string;
  /** The Go release that it needs; undefined for none. */
  readonly needs: string | undefined;
}

export function commandsIn(markdown: string): Command[] {
  return [...markdown.matchAll(/^```console *(\S*)\n([\s\S]*?)^```/gm)].flatMap(([, info = '', block = '']) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((text): Command => {
        const [first = '', ...expected] = text.split('\n');
        const [, line = '', echo] = /^(.*?)(; echo \$\?)?$/.exec(first) ?? [];
        return {
          line: first,
          words: wordsOf(line.replace(/^(npx )?nosplit ?/, '')),
          echo: echo !== undefined,
          expected: expected.join('\n'),
          needs: info === '' ? undefined : info,
        };
      }),
  );
}

/** A folder with the files that the transcript shows, where `nosplit` is installed; and how to remove it. */
export function folderOf(markdown: string): { readonly cwd: string; readonly remove: () => void } {
  const cwd = mkdtempSync(join(tmpdir(), 'nosplit-transcript-'));
  // A package of its own: whatever package lies above the folder for temporary files is none of ours.
  writeFileSync(join(cwd, 'package.json'), '{ "type": "module" }');
  mkdirSync(join(cwd, 'node_modules'));
  symlinkSync(repository, join(cwd, 'node_modules/nosplit'), 'dir');
  for (const [, name = '', text = ''] of markdown.matchAll(/^```\w+ ([\w-]+\.\w+)\n([\s\S]*?)^```/gm)) {
    writeFileSync(join(cwd, name), text);
  }
  return {
    cwd,
    remove: () => {
      rmSync(cwd, { recursive: true });
    },
  };
}

export async function actual(
  { words, echo, expected }: Command,
  cwd: string,
  goroot: string | null,
): Promise<string> {
  if (words[0] === 'node') {
    const { stdout, stderr } = spawnSync(process.execPath, words.slice(1), { cwd, encoding: 'utf8' });
    return `${stdout}${stderr}`;
  }
  const typed = [...expected.matchAll(/^> (.+\n)/gm)].map(([, line = '']) => line).join('');
  const stdin = words.includes('--tty') ? { stdin: [Buffer.from(typed)] } : {};
  const { screen, exit } = await nosplit(words, { cwd, ...stdin });
  const text = goroot === null ? screen : screen.replaceAll(goroot, '/usr/local/go');
  return `${text}${echo ? `${exit}\n` : ''}`;
}

/** The lines that were expected and those that came, made equal where a `...` or a changing number allows it. */
export function compared(expected: string, came: string): [expected: string, came: string] {
  const settled = (text: string): string[] =>
    text
      .trimEnd()
      .split('\n')
      .map((line) =>
        line
          .trimEnd()
          .replace(/ \([\w-]+\.js:\d+:\d+\)/g, '')
          .replace(/\d[\d.]* bytes per state/g, '# bytes per state')
          .replace(/\d[\d.]* ?[kMG]? states\/s/g, '# states/s')
          .replace(/ +\d[\d.]* (ms|s|min)\b( \d+ s\b)?/g, ' # s'),
      );
  const [want, got] = [settled(expected), settled(came)];
  const pattern = want.map((line) =>
    line === '...' ? '(?:.*\\n)*?' : `${line.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}\\n`,
  );
  return new RegExp(`^${pattern.join('')}$`).test(`${got.join('\n')}\n`)
    ? [got.join('\n'), got.join('\n')]
    : [want.join('\n'), got.join('\n')];
}

/** Words as a shell splits them, single quotes understood. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
