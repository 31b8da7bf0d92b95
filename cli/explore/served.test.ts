import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { repository } from '../testing/world.ts';

test(
  'explore serves the run that was given, with its golden test, until it is interrupted',
  { tags: 'exhaustive' },
  async () => {
    const id = 'd6fdac92-25-claoje2fan3';
    const words = ['dist/cli/bin.js', 'explore', id, 'tiny', '--design', '1.26'];
    const child = spawn(process.execPath, words, { cwd: repository, stdio: ['ignore', 'pipe', 'pipe'] });
    let [said, aside] = ['', ''];
    child.stderr.setEncoding('utf8').on('data', (text: string) => (aside += text));
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    while (!said.includes('\n')) await once(child.stdout, 'data');
    const [, origin = '', token = ''] = /open (http:\S+)#token=(\w+)/.exec(said) ?? [];
    const data = await fetch(`${origin}data`, { headers: { 'x-nosplit-token': token } });
    const { run, golden } = (await data.json()) as { run: { id: string }; golden: string };
    expect(run.id).toBe(id);
    expect(golden).toMatch(/^-- expect --\nSUCCESS\n-- trace --\nTrace Go1\.26\n/);
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(aside).toBe('Ctrl-C ends it\n');
  },
);
