import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { brokenLinks } from './testing/links.ts';

// This test reads the repository itself, as git knows it: what is tracked, and what would be.
const root = fileURLToPath(new URL('..', import.meta.url));
const listing = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
});
const files = [...new Set(listing.stdout.split('\n'))].filter(
  (path) => path !== '' && existsSync(join(root, path)),
);
const sources = files.filter((path) => /\.tsx?$/.test(path));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** `path:line: text` of every line of these files that matches, this file and the lockfile aside. */
function lines(paths: readonly string[], pattern: RegExp): string[] {
  return paths
    .filter((path) => path !== 'scripts/tidy.test.ts' && statSync(join(root, path)).size < 1_000_000)
    .flatMap((path) =>
      read(path)
        .split('\n')
        .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
    );
}

test('git lists the files of this repository', () => {
  expect(listing.status, listing.stderr).toBe(0);
  expect(files).toContain('package.json');
  expect(sources).toEqual(expect.arrayContaining(['index.ts', 'explorer/app/main.tsx']));
});

test('every relative link in Markdown leads to a file of the repository, and to a heading in it', () => {
  expect(brokenLinks(root, files)).toEqual([]);
});

// A merge that keeps the lines of both sides says a paragraph twice.
test('no long line of prose stands twice on a page', () => {
  const twice = files
    .filter((path) => path.endsWith('.md'))
    .flatMap((path) => {
      const prose = read(path)
        .replaceAll(/^```[\s\S]*?^```/gm, '')
        .split('\n')
        .filter((line) => line.length > 80 && !line.startsWith('|'));
      return prose.filter((line, index) => prose.indexOf(line) < index).map((line) => `${path}: ${line}`);
    });
  expect(twice).toEqual([]);
});

// A busy machine takes longer. vitest.config.ts has the limit that ends a test which hangs.
test('no test has a limit of its own that is less than that of all', () => {
  const tests = files.filter((path) => path.endsWith('.test.ts'));
  expect(lines(tests, /(\{|tags.*) timeout: [12]?\d?\d_000\b/)).toEqual([]);
});

test('ARCHITECTURE.md has a row for every folder, and no other', () => {
  const rows = [...read('ARCHITECTURE.md').matchAll(/^\| `(\w+)\/` /gm)].map(([, name]) => name);
  const folders = new Set(files.filter((path) => /^\w[^.]*\//.test(path)).map((path) => path.split('/')[0]));
  expect(rows.toSorted()).toEqual([...folders].toSorted());
});

describe('what belongs to one machine stays there', () => {
  test('no file holds a path of the machine it was written on', () => {
    expect(
      lines(files, /(^|[\s"'`(=:,])\/(work|root|home\/\w+|Users\/\w+|tmp\/\w+|private\/tmp)(\/|\b)/),
    ).toEqual([]);
  });

  test('no file names a package registry', () => {
    expect(
      lines(files, /\bregistry\.[\w-]+\.\w+|\bpypi\.org\b|\bcrates\.io\b|\bproxy\.golang\.org\b/),
    ).toEqual([]);
    expect(lines(['package-lock.json', 'site/package-lock.json'], /"resolved"/)).toEqual([]);
  });
});

describe('sources', () => {
  test('every source file has a kebab-case name', () => {
    const name = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|test-d|bench|config|d))?\.tsx?$/;
    expect(sources.filter((path) => !name.test(path.slice(path.lastIndexOf('/') + 1)))).toEqual([]);
  });

  test('a source file is at most 400 lines long', () => {
    const long = sources.map((path) => `${path}: ${read(path).split('\n').length - 1}`);
    expect(long.filter((entry) => Number(entry.slice(entry.lastIndexOf(' '))) > 400)).toEqual([]);
  });

  test('a disabled rule gives its reason in the same line', () => {
    const disabled = lines(sources, /eslint-disable|prettier-ignore|@ts-(ignore|nocheck)|v8 ignore/);
    expect(
      disabled.filter((line) => !/(eslint-disable|prettier-ignore|v8 ignore).* -- \S+ \S+ \S+/.test(line)),
    ).toEqual([]);
  });

  // Whether so many of the drawn inputs are of one kind is luck, unless the draw is the same each time.
  test('a test that counts what it drew at random draws with a seed', () => {
    const lucky = sources
      .filter((path) => path.endsWith('.test.ts'))
      .flatMap((path) =>
        read(path)
          .split(/^(?= *test(?:\.\w+)?\()/m)
          .filter((body) => /\bfc\.assert\(/.test(body) && !/\bseed\b/.test(body))
          .filter(
            (body) => /^ *let .* = 0;|^ *let \[.*\] = \[0/m.test(body) && /toBe(Greater|Less)Than/.test(body),
          )
          .map((body) => `${path}: ${body.trim().split('\n')[0] ?? ''}`),
      );
    expect(lucky).toEqual([]);
  });

  test('no test is focused, unfinished or expected to fail', () => {
    expect(lines(sources, /\b(test|it|describe)(\.\w+)*\.(only|todo|fails)\b/)).toEqual([]);
  });
});

test('every dependency is pinned to one version', () => {
  const Pins = v.record(v.string(), v.string());
  const Package = v.object({ dependencies: v.optional(Pins, {}), devDependencies: Pins });
  const versions = ['package.json', 'site/package.json'].flatMap((path) => {
    const { dependencies, devDependencies } = v.parse(Package, JSON.parse(read(path)));
    return Object.entries({ ...dependencies, ...devDependencies });
  });
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
});
