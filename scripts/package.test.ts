import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gorootOf } from '../facts/testing/go-trees.ts';
import { install, pack, repository, run } from './packed.ts';
import { binaryOf, node } from './runtimes/runtimes.ts';
import { failure, prepare, uses } from './runtimes/uses.ts';
import { brokenLinks } from './testing/links.ts';

// What a user gets: the packed tarball, installed into an empty folder.
const folder = mkdtempSync(join(tmpdir(), 'nosplit-package-'));
const home = join(folder, 'home');

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('the tarball holds the product, and neither tests nor sources nor a second package.json', () => {
  const { packed } = pack('--dry-run');
  expect(packed).toEqual(
    expect.arrayContaining(['LICENSE', 'README.md', 'dist/checker/public.js', 'dist/index.d.ts']),
  );
  expect(
    packed.filter((path) =>
      /\.test\.|(?<!\.d)\.ts$|tsbuildinfo|\/testing\/|^dist\/(bench|scripts)\/|\/package\.json$/.test(path),
    ),
  ).toEqual([]);
  // What is not ours has its licence beside it.
  expect(packed.filter((path) => path.startsWith('dist/grammar/')).sort()).toEqual([
    'dist/grammar/LICENSE.tree-sitter',
    'dist/grammar/LICENSE.tree-sitter-go',
    'dist/grammar/tree-sitter-go.wasm',
    'dist/grammar/tree-sitter.js',
    'dist/grammar/tree-sitter.wasm',
  ]);
  const bundled = ['commander', 'ts-pattern', 'valibot'].map((name) => `licences/LICENSE.${name}`);
  expect(packed).toEqual(expect.arrayContaining(bundled.map((path) => `dist/${path}`)));
  for (const path of ['grammar/LICENSE.tree-sitter', 'grammar/LICENSE.tree-sitter-go', ...bundled])
    expect(readFileSync(join(repository, 'dist', path), 'utf8')).toMatch(/MIT License/i);
});

test('a link to a page that is not packed, or to a heading that is not there, is found', () => {
  const root = mkdtempSync(join(folder, 'links-'));
  writeFileSync(join(root, 'a.md'), '# One\n[b](b.md) [here](#one) [c](c.md) [d](#two) [e](https://go.dev)');
  writeFileSync(join(root, 'b.md'), '');
  expect(brokenLinks(root, ['a.md', 'b.md'])).toEqual(['a.md: c.md', 'a.md: #two']);
});

describe('installed', { tags: 'exhaustive' }, () => {
  let packed: readonly string[] = [];

  beforeAll(() => {
    const tarball = pack('--pack-destination', folder);
    ({ packed } = tarball);
    expect(install(home, join(folder, tarball.filename))).toBeNull();
  }, 180_000);

  test('every link of the installed pages leads to an installed file, and to a heading in it', () => {
    const pages = packed.filter((path) => path.endsWith('.md'));
    expect(pages).toEqual(expect.arrayContaining(['README.md', 'docs/check.md', 'model/README.md']));
    expect(brokenLinks(join(home, 'node_modules/nosplit'), packed)).toEqual([]);
  });

  test('installing runs no install script', () => {
    expect(readFileSync(join(home, 'node_modules/.package-lock.json'), 'utf8')).not.toContain(
      'hasInstallScript',
    );
  });

  test('one package is installed beside it, which takes less than 7 MB', () => {
    const modules = join(home, 'node_modules');
    const files = readdirSync(modules, { recursive: true, encoding: 'utf8' }).filter(
      (path) => !path.startsWith('nosplit/') && !path.startsWith('.'),
    );
    expect(
      files
        .filter((path) => /^(@[^/]+\/)?[^/]+\/package\.json$/.test(path))
        .map(dirname)
        .sort(),
    ).toEqual(['@swc/wasm-typescript']);
    const sizes = files.map((path) => statSync(join(modules, path))).map((at) => (at.isFile() ? at.size : 0));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(7e6);
  });

  test('the installed command reads a Go tree, without tree-sitter in node_modules', ({ skip }) => {
    const goroot = gorootOf('go1.26.8');
    if (goroot === null) return skip();
    const args = ['check', 'small', '--go', goroot, '--workers', '1', '--quiet'];
    const { status, stdout, stderr } = run(home, 'npx', '--no-install', 'nosplit', ...args);
    expect(stdout, stderr).toMatch(/^violated: the steps of go1\.26\.8 at small: NoLostBuffer m=0/);
    expect(status).toBe(1);
  });

  test("a user's own model type-checks against the installed declarations and is searched to its end", () => {
    writeFileSync(
      join(home, 'light.ts'),
      `import type { System } from 'nosplit/checker';
    import { bool, over, record } from 'nosplit/checker';

    const state = record({ on: bool() });
    const { action, always, system } = over(state);
    const light: System<typeof state> = system({
      name: 'light',
      initial: [{ on: false }],
      actions: {
        Switch: action({ params: {}, guard: { always: () => true }, effect: (s) => { s.on = !s.on; } }),
      },
      properties: { OnOrOff: always({ holds: (s) => s.on || !s.on }) },
    });
    export default light;`,
    );
    writeFileSync(
      join(home, 'main.ts'),
      `import { check } from 'nosplit/checker';
    import light from './light.js';

    for (const workers of [1, 2]) {
      const module = { url: new URL('light.js', import.meta.url).href };
      const { verdict, distinct } = await check(light, { workers, module });
      const words: string = \`\${verdict} \${distinct}\`;
      console.log(words);
    }`,
    );
    const compilerOptions = {
      strict: true,
      module: 'nodenext',
      target: 'es2023',
      lib: ['es2023', 'dom'],
      types: [],
    };
    // Whoever imports an entry needs the declarations of nothing that is not installed. Two entries need a runner of tests.
    const { exports } = v.parse(
      v.object({ exports: v.record(v.string(), v.unknown()) }),
      JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')),
    );
    const entries = Object.keys(exports).filter((entry) => !/json$|vitest$|fast-check$/.test(entry));
    expect(entries.length).toBeGreaterThan(5);
    writeFileSync(
      join(home, 'entries.ts'),
      entries.map((entry) => `import 'nosplit${entry.slice(1)}';\n`).join(''),
    );
    const files = ['main.ts', 'entries.ts'];
    writeFileSync(join(home, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
    expect(run(home, 'node', join(repository, 'node_modules/typescript/bin/tsc'), '-p', '.').stdout).toBe('');
    expect(run(home, 'node', 'main.js')).toEqual({ status: 0, stdout: 'holds 2\nholds 2\n', stderr: '' });
  });

  test('the installed command, without more words, finds the lost buffer of the newest Go release', () => {
    const { status, stdout } = run(home, 'npx', '--no-install', 'nosplit', 'check');
    expect(stdout).toMatch(/^violated: design 1\.26 at small: NoLostBuffer m=0 in 15 steps/);
    expect(stdout).toContain('traceWriter.refill lacks //go:nosplit');
    expect(status).toBe(1);
  });

  test('the installed command judges an example by name and exits with 0', () => {
    const { status, stdout } = run(home, 'npx', '--no-install', 'nosplit', 'check', '--model', 'mutex');
    expect(stdout).toContain('holds: mutex');
    expect(status).toBe(0);
  });

  test('the installed command finds the violation in a model of the user and exits with 1', () => {
    writeFileSync(
      join(home, 'counter.js'),
      `import { int, over, record } from 'nosplit/checker';

    const { action, always, system } = over(record({ count: int(0, 3) }));
    export default system({
      name: 'counter',
      initial: [{ count: 0 }],
      actions: {
        Add: action({ guard: { below: (s) => s.count < 3 }, effect: (s) => { s.count++; } }),
      },
      properties: { BelowThree: always({ holds: (s) => s.count < 3 }) },
    });`,
    );
    const { status, stdout } = run(
      home,
      'npx',
      '--no-install',
      'nosplit',
      'check',
      '--model',
      './counter.js',
    );
    expect(stdout).toContain('BelowThree');
    expect(stdout).toContain('count 2 → 3');
    expect(status).toBe(1);
  });

  test('the installed command writes a trace of that model as a test, which names the model by its place', () => {
    const nosplit = (...args: string[]): string =>
      run(home, 'npx', '--no-install', 'nosplit', ...args).stdout;
    nosplit('check', '--model', './counter.js', '--format', 'json', '--out', 'report.json');
    const written = nosplit('emit-test', 'report.json', '--model', './counter.js');
    // Text of a program in a program: bundling leaves it as it is.
    expect(written).toContain("new URL('./counter.js', import.meta.url).href");
  });

  test('the installed command lists its commands and its exit codes', () => {
    const { status, stdout } = run(home, 'npx', '--no-install', 'nosplit', '--help');
    expect(stdout).toMatch(/^Usage: nosplit/);
    expect(stdout).toContain('0 holds, 1 violated');
    expect(status).toBe(0);
  });

  test('it works on a Node of another version, and what does not work is told', ({ skip }) => {
    const other = node(process.versions.node.startsWith('24.') ? '22' : '24');
    const binary = binaryOf(other, join(repository, 'node_modules/.cache/runtimes'));
    if (binary === null) {
      console.log(`skipped: ${other.name}, which npm could not give`);
      return skip();
    }
    prepare(home);
    expect(uses.map((use) => failure(home, [binary], use))).toEqual(uses.map(() => null));
    const [version] = uses;
    if (version === undefined) throw new Error('no use');
    expect(failure(home, [binary], { ...version, begins: 'another' })).toMatch(/^exit code 0: \d/);
    expect(failure(home, [binary], { ...version, args: ['none.js'] })).toMatch(/^exit code 1: .*Error/);
  });
});
