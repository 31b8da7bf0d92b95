import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { explorer } from '../../checker/index.ts';
import { tracerOf } from '../../model/index.ts';
import { nosplit, repository } from '../testing/world.ts';

test(
  'explore serves the run that was given, with its golden test, until it is interrupted',
  { tags: 'exhaustive' },
  async () => {
    const words = ['tiny', '--design', '1.26'];
    const checked = await nosplit(['check', ...words, '--format', 'json']);
    const [violation] = (JSON.parse(checked.stdout) as { violations: [{ trace: { id: string } }] })
      .violations;
    const { id } = violation.trace;
    const child = spawn(process.execPath, ['dist/cli/bin.js', 'explore', id, ...words], {
      cwd: repository,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [said, aside] = ['', ''];
    child.stderr.setEncoding('utf8').on('data', (text: string) => (aside += text));
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    while (!said.includes('\n')) await once(child.stdout, 'data');
    const [, origin = '', token = ''] = /open (http:\S+)#token=(\w+)/.exec(said) ?? [];
    const data = await fetch(`${origin}data`, { headers: { 'x-nosplit-token': token } });
    const { run, golden } = (await data.json()) as { run: { id: string }; golden: string };
    expect(run.id).toBe(id);
    expect(golden).toMatch(/^-- expect --\nSUCCESS\n-- trace --\nTrace Go1\.26\n/);
    // A branch that the page took has a golden test of its own; a file is no run.
    const asked = async (one: string): Promise<{ readonly answer?: string; readonly error?: string }> => {
      const response = await fetch(`${origin}golden`, {
        method: 'POST',
        headers: { 'x-nosplit-token': token },
        body: JSON.stringify({ design: '1.26', bounds: 'tiny', granularity: 'coarse', id: one }),
      });
      return (await response.json()) as { readonly answer?: string; readonly error?: string };
    };
    expect(await asked(id)).toEqual({ answer: golden });
    const of = explorer(tracerOf({ design: '1.26', bounds: 'tiny' }));
    const beforeGrowth = of.run(of.path(of.open(id))[6] ?? 0).id;
    const { answer = '' } = await asked(beforeGrowth);
    expect(answer).toMatch(/^-- expect --\n/);
    expect(answer).not.toBe(golden);
    expect((await asked('package.json')).error).toContain('is made of the id of a run');
    expect((await asked(beforeGrowth.replace('-6-', '-7-'))).error).toBeDefined();
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(aside).toBe('Ctrl-C ends it\n');
  },
);
