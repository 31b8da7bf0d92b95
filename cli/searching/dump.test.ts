import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { stateGraph } from '../../checker/index.ts';
import peterson from '../../examples/peterson.ts';
import { nosplit } from '../testing/world.ts';

const cwd = mkdtempSync(join(tmpdir(), 'nosplit-dump-'));
afterAll(() => {
  rmSync(cwd, { recursive: true });
});
const dumped = (...words: string[]): ReturnType<typeof nosplit> =>
  nosplit(['check', ...words, '-q'], { cwd });

test('the graph has every state and every step, and what violates an invariant is named', async () => {
  const system = peterson({ broken: true });
  const { states, transitions } = await stateGraph(system);
  const { exit } = await dumped('--model', 'peterson', '--set', 'broken=true', '--dump', 'dot', 'graph.dot');
  expect(exit).toBe(1);
  const lines = readFileSync(join(cwd, 'graph.dot'), 'utf8').split('\n');
  expect(lines.filter((line) => /^ {2}\d+ \[/.test(line))).toHaveLength(states);
  expect(lines.filter((line) => /^ {2}\d+ -> \d+ \[label="\w+ p=\d"\];$/.test(line))).toHaveLength(
    transitions,
  );
  const broken = lines.filter((line) => line.includes('xlabel="MutualExclusion"'));
  expect(broken.length).toBeGreaterThan(0);
  for (const line of broken) expect(line).toContain('pc[0] critical\\npc[1] critical');
});

test.each([
  [['--dump', 'dot'], '--dump dot needs a file; write --dump dot FILE'],
  [['--dump', 'svg', 'x'], '--dump svg: no such kind; write --dump dot FILE'],
  [['--dump', 'dot', 'x', 'y'], '--dump dot takes one file, and y is another word; put it before --dump'],
  [
    ['--dump', 'dot', 'no/x'],
    '--dump dot no/x cannot be written (no such file or directory); choose another file',
  ],
])('%j is refused in a line', async (words, line) => {
  const { exit, stderr } = await dumped('--model', 'mutex', ...words);
  expect([exit, stderr]).toEqual([2, `nosplit: ${line}\n`]);
});

test('a space too large for a picture is refused', async () => {
  const { exit, stderr } = await dumped('tiny', '--design', '1.26', '--dump', 'dot', 'x.dot');
  expect(exit).toBe(2);
  expect(stderr).toBe(
    'nosplit: --dump: design 1.26 at tiny has more than 5,000 states, too many for a picture; choose narrower bounds, or leave --dump out\n',
  );
});
