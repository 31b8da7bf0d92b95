import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { afterAll, expect, test } from 'vitest';
import { rowsOf } from '../testing/every-day.ts';
import { nosplit, repository } from '../testing/world.ts';

const folder = mkdtempSync(join(tmpdir(), 'nosplit-version-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Runs the built command, and finds what it loaded of the package: Node writes that where it is asked for coverage. */
function built(...words: string[]) {
  const builtins = join(folder, 'builtins');
  rmSync(builtins, { force: true });
  const coverage = mkdtempSync(join(folder, 'loaded-'));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(repository, 'dist/cli/bin.js'), ...words],
    {
      encoding: 'utf8',
      env: {
        ...process.env,
        NO_COLOR: '1',
        NODE_V8_COVERAGE: coverage,
        NODE_OPTIONS: noting,
        NOTES: builtins,
      },
    },
  );
  const Coverage = v.object({ result: v.array(v.object({ url: v.string() })) });
  const loaded = readdirSync(coverage)
    .flatMap((name) => v.parse(Coverage, JSON.parse(readFileSync(join(coverage, name), 'utf8'))).result)
    .filter(({ url }) => url.startsWith('file:'));
  const bytes = loaded.reduce((sum, { url }) => sum + statSync(fileURLToPath(url)).size, 0);
  const slow = [...new Set(readFileSync(builtins, 'utf8').split('\n'))].filter((name) =>
    slowToLoad.includes(name),
  );
  return { exit: status, stdout, stderr, loaded: loaded.length, bytes, slow };
}

/** Modules of Node's that take it as long to load as a hundred kilobytes of code. Only those commands load them that need them. */
const slowToLoad = ['child_process', 'crypto', 'zlib', 'http'];

/** Each thread of the process writes which modules of Node's it has loaded, at its end. */
const note = join(folder, 'note.cjs');
writeFileSync(
  note,
  `process.on('exit', () => require('node:fs').appendFileSync(process.env.NOTES,
  process.moduleLoadList.map((name) => name.replace('NativeModule ', '') + '\\n').join('')));`,
);
const noting = `--require ${note}`;

test.skipIf(process.platform === 'win32')('the built command can be run as it is', () => {
  expect(statSync(join(repository, 'dist/cli/bin.js')).mode & 0o111).toBe(0o111);
});

test.each(rowsOf(['version', '--version', '-V'], 1))(
  '%s alone loads few modules, and says what the whole command line says',
  async (word) => {
    const { loaded, bytes, slow, ...ended } = built(word);
    expect(await nosplit([word])).toMatchObject(ended);
    expect(ended.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(loaded).toBeGreaterThan(2);
    expect(loaded).toBeLessThan(8);
    expect(bytes).toBeLessThan(10_000);
    expect(slow).toEqual([]);
  },
);

test.each(
  rowsOf(
    [
      ['--version', 'list'],
      ['version', ''],
      ['version', '--what'],
    ],
    1,
  ),
)('%s %s is answered by the whole command line', async (...words) => {
  const { exit, stdout, stderr, loaded, bytes } = built(...words);
  expect(await nosplit(words)).toMatchObject({ exit, stdout, stderr });
  expect(loaded).toBeGreaterThan(6);
  expect(bytes).toBeGreaterThan(50_000);
});

// What it takes to start is what is loaded: each command is to load what it is about. The bounds are a tenth above what there is.
test.each([
  ['the list of all commands', 10, 96_000, ['--help']],
  ['the list of all names', 21, 300_000, ['list']],
  ['a small model', 40, 572_000, ['check', '--model', 'peterson']],
  ['a design', 42, 757_000, ['check', 'tiny', '--quiet']],
])('%s loads at most %d files, of %d bytes', (_, files, most, words) => {
  const { loaded, bytes, slow } = built(...words);
  // The id of a run that is printed has a digest of its system.
  expect(slow.filter((name) => !words.includes('check') || name !== 'crypto')).toEqual([]);
  expect(loaded).toBeLessThanOrEqual(files);
  expect(bytes).toBeLessThanOrEqual(most);
  expect(bytes).toBeGreaterThan(most / 2);
});
