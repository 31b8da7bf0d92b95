import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { commentsOf, paragraphsOf, turns, turnsIn } from './testing/prose.ts';

// How the repository speaks: pages, comments and messages keep clear of turns of phrase that take a second reading.
const root = fileURLToPath(new URL('..', import.meta.url));
const files = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .stdout.split('\n')
  .filter((path) => path !== '' && existsSync(join(root, path)))
  .filter(
    (path) => !/(^|\/)(fixtures|testdata|peers)\/|^scripts\/(testing\/prose\.ts|prose\.test\.ts)$/.test(path),
  );
const pages = files.filter((path) => path.endsWith('.md'));
const sources = files.filter((path) => /\.(tsx?|js|css|yml|go)$/.test(path));
describe.each(turns)('the turn "$name"', ({ pattern, rejects, accepts }) => {
  test.each(rejects)('is found in: %s', (sentence) => {
    expect(sentence).toMatch(pattern);
  });
  test.each(accepts)('is not found in: %s', (sentence) => {
    expect(sentence).not.toMatch(pattern);
  });
});

test('a turn is found across the lines of a paragraph, an item and a comment, and in a message', () => {
  const page =
    '# At last\n\nIt prints at\nlast a line.\n\n- An item that ends.\n- Of a kind\n  of item.\n\n```\nat last\n```\n';
  expect(turnsIn(paragraphsOf(page), true).map((hit) => hit.slice(0, 10))).toEqual([
    '3: at last',
    '7: Of a  (',
  ]);
  const source =
    "/** It says\n * at last that\n */\nconst at = last;\nthrow new Error('it comes to nothing');\n";
  expect(turnsIn(commentsOf(source), false).map((hit) => hit.slice(0, 10))).toEqual([
    '1: at last',
    '5: comes t',
  ]);
});

test('pages, comments and messages have none of these turns', () => {
  expect(pages).toEqual(
    expect.arrayContaining(['README.md', 'CHANGELOG.md', 'docs/check.md', 'checker/README.md']),
  );
  expect(sources).toEqual(expect.arrayContaining(['cli/errors.ts', 'explorer/app/main.tsx', 'action.yml']));
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  const texts = [
    ...pages.map((path) => ({ path, isPage: true, paragraphs: paragraphsOf(read(path)) })),
    ...sources.map((path) => ({ path, isPage: false, paragraphs: commentsOf(read(path)) })),
  ];
  // So much prose there is at least: a reading that finds none is broken.
  const count = (isPage: boolean): number =>
    texts.reduce((sum, one) => sum + (one.isPage === isPage ? one.paragraphs.length : 0), 0);
  expect([count(true) > 1500, count(false) > 10_000]).toEqual([true, true]);
  expect(
    texts.flatMap(({ path, isPage, paragraphs }) =>
      turnsIn(paragraphs, isPage).map((hit) => `${path}:${hit}`),
    ),
  ).toEqual([]);
});

describe('a command to paste', () => {
  const commands = pages.flatMap((path) =>
    [...readFileSync(join(root, path), 'utf8').matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(
      ([, block = '']) => block.split('\n').map((line) => ({ path, line })),
    ),
  );

  test('is found on many pages', () => {
    expect(commands.filter(({ line }) => line.includes('nosplit ')).length).toBeGreaterThan(40);
  });

  test('begins with npx, which finds nosplit in a clone and where it is installed', () => {
    const bare = /(?:^|[|&;] *)nosplit /;
    expect('cd x && nosplit check').toMatch(bare);
    expect(commands.filter(({ line }) => bare.test(line))).toEqual([]);
  });
});

describe('the changelog', () => {
  const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');

  test('has the sections of Keep a Changelog', () => {
    const sections = [...changelog.matchAll(/^### (.*)$/gm)].map(([, name]) => name);
    expect(sections.length).toBeGreaterThan(2);
    expect(
      sections.filter((name) => !/^(Added|Changed|Deprecated|Removed|Fixed|Security)$/.test(name ?? '')),
    ).toEqual([]);
    expect(changelog).toContain('## [Unreleased]');
  });

  // A merge that keeps the lines of both sides brings old entries back, which began in bold.
  test('says what is new in an entry once, and not in bold', () => {
    const entries = paragraphsOf(changelog).map(({ text }) => text);
    expect(entries.length).toBeGreaterThan(100);
    expect(entries.filter((text, index) => text.startsWith('**') || entries.indexOf(text) < index)).toEqual(
      [],
    );
  });
});
