import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { nosplit } from '../cli/testing/world.ts';

// The pages of docs/findings are sent to others: what stands in them is what was run and what the checker finds.
const folder = fileURLToPath(new URL('../docs/findings/', import.meta.url));
const names = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);
const page = (name: string): string => readFileSync(join(folder, `${name}.md`), 'utf8');

const hasGo = spawnSync('go', ['version']).status === 0;
if (!hasGo) console.log('skipped: no go command, so that the programs of the findings are not vetted');

test('each finding is a page in the index, with a program of its own', () => {
  expect(names).toEqual(['bug-a', 'bug-b', 'f10', 'f11', 'f13', 'f14']);
  for (const name of names) expect(page('README')).toContain(`(${name}.md)`);
});

describe.each(names)('%s', (name) => {
  test('the program in the page is the one that was run', () => {
    const [, program] = /^```go main\.go\n([\s\S]*?)^```$/m.exec(page(name)) ?? [];
    expect(program).toBe(readFileSync(join(folder, name, 'main.go'), 'utf8'));
  });

  // F14 is about a function that no program of steps has.
  test.skipIf(name === 'f14')('the picture is what its command prints', async () => {
    const [, words = '', picture] =
      /^<!-- nosplit (.*) -->\n\n```mermaid\n([\s\S]*?)^```$/m.exec(page(name)) ?? [];
    const { stdout, exit } = await nosplit(words.split(' '));
    expect(exit).toBe(1);
    expect(picture).toBe(stdout);
  });

  test('a maintainer finds what he asks for', () => {
    const headings = [...page(name).matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    // Where nosplit can make the runtime do it, a section more says how often it was seen.
    const asked = headings.filter((heading) => heading !== 'Forced');
    expect(asked.slice(0, 4)).toEqual(['What happens', 'Reproduce', 'What was run', 'The cure']);
    const rows = [...page(name).matchAll(/^\| (affected|not affected|seen|cure|upstream issue|claims) /gm)];
    expect(rows).toHaveLength(6);
  });

  const tags = name === names[0] ? [] : ['exhaustive'];
  test.skipIf(!hasGo)('the program is vetted, formatted and compiled', { tags }, () => {
    const built = mkdtempSync(join(tmpdir(), 'nosplit-finding-'));
    try {
      copyFileSync(join(folder, name, 'main.go'), join(built, 'main.go'));
      writeFileSync(join(built, 'go.mod'), 'module finding\n\ngo 1.22\n');
      const env = { ...process.env, GOFLAGS: '', GOWORK: 'off' };
      const go = (...words: string[]): string => {
        const { status, stdout, stderr } = spawnSync('go', words, { cwd: built, env, encoding: 'utf8' });
        expect(status, stderr).toBe(0);
        return stdout;
      };
      go('vet', '.');
      go('build', '-ldflags=-checklinkname=0', '-o', 'finding', '.');
      expect(go('fmt', '.')).toBe('');
    } finally {
      rmSync(built, { recursive: true });
    }
  });
});
