import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mutate } from '../../conformance/mutants/load.ts';
import { referenceMutants } from '../../conformance/mutants/table.ts';
import { validatorOf } from '../testing/schema.ts';
import { repository } from '../testing/world.ts';

// Two users' folders with nosplit installed: as it is, and with a slip in its reference.
const folder = mkdtempSync(join(tmpdir(), 'nosplit-emitted-'));
const [sound, mutated] = [join(folder, 'sound'), join(folder, 'mutated')];

/** The folders of what nosplit depends on. */
const needed = new Set(Object.keys(dependenciesOf(repository)).map((name) => name.split('/')[0] ?? name));

function dependenciesOf(folder: string): Readonly<Record<string, string>> {
  const file = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  // What the package has in its bundle is imported by what the compiler wrote.
  return { ...file.dependencies, ...file.devDependencies };
}

beforeAll(() => {
  for (const user of [sound, mutated]) {
    const modules = join(user, 'node_modules');
    mkdirSync(modules, { recursive: true });
    writeFileSync(join(user, 'package.json'), '{ "type": "module" }');
    // The mutant is a change of what the compiler wrote, which has the folders of `dist`.
    cpSync(join(repository, 'build'), join(modules, 'nosplit/dist'), { recursive: true });
    const described = readFileSync(join(repository, 'package.json'), 'utf8');
    writeFileSync(join(modules, 'nosplit/package.json'), described.replaceAll('"./build/', '"./dist/'));
    for (const name of needed)
      symlinkSync(join(repository, 'node_modules', name), join(modules, name), 'dir');
  }
  const slip = referenceMutants.find(({ name }) => name === 'release-leaves-locks');
  if (slip === undefined) throw new Error('there is no such mutant any more; take another');
  mutate(join(mutated, 'node_modules/nosplit/dist/reference'), slip);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function node(cwd: string, script: string, ...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(cwd, 'node_modules', script), ...words],
    {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    },
  );
  return { status, stdout, stderr };
}

const nosplit = (cwd: string, ...words: readonly string[]) => node(cwd, 'nosplit/dist/cli/bin.js', ...words);
const vitest = (cwd: string) => node(cwd, 'vitest/vitest.mjs', 'run', '--root', cwd);

// Every day cli/conform/emit-test.test.ts writes such tests without a process.
test(
  'a disagreement that conform found is a test that fails until the reference is mended',
  { tags: 'exhaustive' },
  () => {
    const report = join(mutated, 'report.json');
    const few = ['tiny', '--design', '1.26-nosplit', '--runs', '3', '--traces', '0'];
    expect(nosplit(mutated, 'conform', ...few, '-f', 'json', '-o', report)).toMatchObject({
      status: 1,
      stderr: '',
    });
    const validate = validatorOf('conform');
    validate(JSON.parse(readFileSync(report, 'utf8')));
    expect(validate.errors ?? []).toEqual([]);
    expect(nosplit(mutated, 'emit-test', report, '--out', 'kept.test.ts')).toMatchObject({
      status: 0,
      stderr: '',
    });
    const text = readFileSync(join(mutated, 'kept.test.ts'), 'utf8');
    writeFileSync(join(sound, 'kept.test.ts'), text);

    const fails = vitest(mutated);
    expect(fails.stdout).toContain('1 failed');
    expect(fails.stdout + fails.stderr).toMatch(
      /after \d+ steps m\[\d\]\.locks is 0, and 1 in the reference/,
    );
    expect(fails.status).toBe(1);
    const passes = vitest(sound);
    expect(passes.stdout).toMatch(/Tests +1 passed \(1\)/);
    expect(passes.status).toBe(0);

    // The steps alone, as a shell has them from the line that conform prints, are the same test.
    const steps = [...text.matchAll(/^ {2}'(.*)',$/gm)].map(([, step]) => step).join(', ');
    const again = nosplit(mutated, 'emit-test', steps, 'tiny', '--design', '1.26-nosplit');
    const body = (file: string): string => file.slice(file.indexOf('\n'));
    expect(body(again.stdout)).toBe(body(text));
  },
);
