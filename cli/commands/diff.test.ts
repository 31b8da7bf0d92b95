import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { gorootOf, nosplitRefill, treeCopies } from '../../facts/testing/go-trees.ts';
import { fixture } from '../../facts/testing/known.ts';
import { parts } from '../selection/parts.ts';
import { accepting } from '../testing/accepting.ts';
import { validatorOf } from '../testing/schema.ts';
import { isEveryDay, rowsOf } from '../testing/every-day.ts';
import { nosplit } from '../testing/world.ts';

interface Document {
  readonly outcome: string;
  readonly old: { readonly commit: string | null; readonly refusal: string | null };
  readonly new: { readonly commit: string | null; readonly refusal: string | null };
  readonly design: readonly { readonly name: string; readonly old: string; readonly new: string }[];
  readonly functions: readonly {
    readonly name: string;
    readonly statements: readonly { readonly old: object | null; readonly new: object | null }[];
    readonly steps: readonly { readonly old: object | null; readonly new: object | null }[];
  }[];
  readonly parts: readonly {
    readonly part: string;
    readonly searchedOnce: boolean;
    readonly old: { readonly verdict: string };
    readonly new: { readonly verdict: string };
    readonly counterexamples: readonly { readonly property: string; readonly change: string }[];
  }[];
}

const validate = validatorOf('diff');

/** The document, which has to be of its schema. */
async function diffed(...words: string[]): Promise<{ exit: number; stderr: string; document: Document }> {
  const { exit, stdout, stderr } = await nosplit(['diff', ...words, '--format', 'json']);
  const document = JSON.parse(stdout) as Document;
  validate(document);
  expect(validate.errors ?? []).toEqual([]);
  return { exit, stderr, document };
}

const tree = fixture('entry-gen');
const acceptedOfTree = await accepting(tree);
const scratch = mkdtempSync(join(tmpdir(), 'nosplit-diff-test-'));
const copies = treeCopies({ whole: true });
afterAll(() => {
  rmSync(scratch, { recursive: true });
  copies.remove();
});

/** A copy of the small tree in which a text of a file is another one. */
function edited(name: string, file: string, from: string, to: string): string {
  const copy = join(scratch, name);
  cpSync(tree, copy, { recursive: true });
  const path = join(copy, 'src/runtime', file);
  const text = readFileSync(path, 'utf8');
  expect(text.split(from)).toHaveLength(2);
  writeFileSync(
    path,
    text.replace(from, () => to),
  );
  return copy;
}

// Every day this is the comparison of a tree with itself.
test('the schema refuses what no comparison writes', async () => {
  const { document } = await diffed('--go', tree, '--go', tree, '--time', '1ms', ...acceptedOfTree);
  for (const change of [{ schema: 'nosplit.diff/2' }, { outcome: 'better' }, { parts: [{}] }, { more: 1 }])
    expect(validate({ ...document, ...change })).toBe(false);
  expect(document.functions).toEqual([]);
  expect(document.parts.every(({ searchedOnce }) => searchedOnce)).toBe(true);
});

describe('a small tree', () => {
  test(
    'beside itself has no changes, is searched once, and is not worse',
    { tags: 'exhaustive' },
    async () => {
      const { exit, document } = await diffed('--go', tree, '--go', tree, ...acceptedOfTree);
      expect([exit, document.outcome]).toEqual([0, 'notWorse']);
      expect(document.functions).toEqual([]);
      expect(document.parts.map(({ part }) => part)).toEqual(parts.map(({ part }) => part));
      for (const part of document.parts) {
        expect(part.searchedOnce, part.part).toBe(true);
        expect(part.new).toEqual(part.old);
        expect(part.counterexamples.filter(({ change }) => change !== 'same')).toEqual([]);
      }
    },
  );

  test('that gets better ends with 0', { tags: 'exhaustive' }, async () => {
    const refill = 'func (w traceWriter) refill() traceWriter {';
    const cured = edited('better', 'tracebuf.go', refill, `//go:nosplit\n${refill}`);
    const accepted = await accepting(tree, cured);
    const back = await diffed('--go', tree, '--go', cured, ...accepted);
    expect([back.exit, back.document.outcome]).toEqual([0, 'notWorse']);
    expect(back.document.design).toEqual([{ name: 'splitPoints', old: 'traceWriter.refill', new: 'none' }]);
    const core = back.document.parts[0] ?? expect.fail();
    expect([core.old.verdict, core.new.verdict]).toEqual(['violated', 'holds']);
    expect(core.counterexamples).toContainEqual(
      expect.objectContaining({ property: 'NoLostBuffer', change: 'gone', new: null }),
    );
  });

  test('with something unknown is refused, and the statement is named', async () => {
    const other = edited(
      'unknown',
      'tracebuf.go',
      'package runtime',
      'package runtime\n\nfunc more() { trace.gen.Store(1) }',
    );
    const { exit, document, stderr } = await diffed(
      '--go',
      tree,
      '--go',
      other,
      '--time',
      '1ms',
      ...acceptedOfTree,
    );
    expect([exit, document.outcome]).toEqual([2, 'refused']);
    expect(stderr).toMatch(/^nosplit: \/.*: more at tracebuf\.go:3 matches no known design: .*\n$/);
    expect(document.functions.map(({ name }) => name)).toEqual(['more']);
    expect(document.functions[0]?.statements).toContainEqual({
      old: null,
      new: { line: 3, says: 'stores trace.gen ← 1', class: 'step: core' },
    });
  }, 120_000);

  const ends: [string, number, string[], { interrupt?: boolean }][] = [
    ['the time', 3, ['--time', '1ms'], {}],
    ['an interrupt', 130, [], { interrupt: true }],
  ];
  test.each(rowsOf(ends, 1))('%s ends the searches: exit %d', async (_, code, words, world) => {
    const given = ['diff', '--go', tree, '--go', tree, ...words, ...acceptedOfTree];
    const { exit, stdout } = await nosplit(given, world);
    expect(exit).toBe(code);
    expect(stdout).toMatch(/^exhausted: a search did not come to its end\n/);
  });
});

describe('with git', () => {
  const repo = join(scratch, 'repo');
  const git = (...words: string[]): string =>
    execFileSync('git', ['-C', repo, '-c', 'user.name=n', '-c', 'user.email=n@example.org', ...words], {
      encoding: 'utf8',
    });
  const hasGit = ((): boolean => {
    try {
      cpSync(tree, repo, { recursive: true });
      git('init', '-q');
      git('add', '-A');
      git('commit', '-qm', 'the small tree');
      return true;
    } catch {
      console.log('skipped: the comparison of revisions, since no git command is here');
      return false;
    }
  })();

  test.skipIf(!hasGit)(
    'a revision is read without a checkout, and beside the files as they stand',
    async () => {
      const file = join(repo, 'src/runtime/tracebuf.go');
      const before = readFileSync(file, 'utf8');
      const after = `${before}\nfunc more() { trace.gen.Store(1) }\n`;
      writeFileSync(file, after);
      const accepted = await accepting(tree, repo);
      const words = ['--repo', repo, '--time', '1ms', ...accepted];
      const one = await diffed('--go', 'HEAD', ...words);
      expect(one.document.functions.map(({ name }) => name)).toEqual(['more']);
      expect(one.document.old.commit).toBe(git('rev-parse', 'HEAD').trim());
      expect(one.document.new.commit).toBeNull();
      expect(readFileSync(file, 'utf8')).toBe(after);
      // Every day two revisions are compared in no other way than one with the files.
      if (isEveryDay) return;
      git('commit', '-qam', 'one more');
      const both = await diffed('--go', 'HEAD~1', '--go', 'HEAD', ...words);
      expect(both.document.functions).toEqual(one.document.functions);
      expect(both.document.new.commit).toBe(git('rev-parse', 'HEAD').trim());
      // A folder below the repository's root is as good.
      const below = await diffed(
        '--go',
        'HEAD~1',
        '--go',
        'HEAD',
        '--repo',
        join(repo, 'src'),
        ...words.slice(2),
      );
      expect(below.document.functions).toEqual(one.document.functions);
    },
  );

  test.skipIf(!hasGit).each([
    [
      'a revision that is none',
      ['--go', 'nowhere', '--repo', repo],
      /^nosplit: --go nowhere: .* has no such revision; /,
    ],
    ['an option for a revision', ['--go=--help', '--repo', repo], /has no such revision/],
    [
      'a folder that is no repository',
      ['--go', 'HEAD', '--repo', tmpdir()],
      /is no git repository that can be read/,
    ],
    ['a repository that is not there', ['--go', 'HEAD', '--repo', join(scratch, 'no')], /is no folder/],
    ['three trees', ['--go', 'a', '--go', 'b', '--go', 'c', '--repo', repo], /3 trees are given; give two/],
  ])('%s is refused', async (_, words, message) => {
    const { exit, stdout, stderr } = await nosplit(['diff', ...words]);
    expect([exit, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  test('without a git command the way out is named', async () => {
    const { PATH } = process.env;
    process.env['PATH'] = '';
    try {
      const { exit, stderr } = await nosplit(['diff', '--go', 'HEAD', '--repo', scratch]);
      expect([exit, stderr]).toEqual([
        2,
        'nosplit: --repo needs git, and no git command is on the PATH; give two folders instead\n',
      ]);
    } finally {
      process.env['PATH'] = PATH;
    }
  });
});

test.each([
  ['no tree', [], /0 trees are given/],
  ['one tree', ['--go', tree], /give the newer one, too/],
  [
    'a folder that is not there',
    ['--go', tree, '--go', 'HEAD~1'],
    /--go HEAD~1: there is no such folder.*--repo DIR/,
  ],
  ['a folder that is no Go tree', ['--go', scratch, '--go', tree], /holds no src\/runtime\/trace\.go/],
])('%s is refused', async (_, words, message) => {
  const { exit, stdout, stderr } = await nosplit(['diff', ...words]);
  expect([exit, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(message);
});

const goroot = gorootOf('go1.26.8');

describe.skipIf(goroot === null)('of go1.26.8 with a nosplit refill', () => {
  const cured = copies.edited(goroot ?? tree, goroot === null ? [] : [nosplitRefill]);

  test(
    'a dropped store is a step that is gone, with its line, and a new counterexample',
    { tags: 'exhaustive' },
    async () => {
      const store = '\tw.mp.trace.buf[w.gen%2][w.exp] = w.traceBuf\n';
      const worse = copies.edited(goroot ?? '', [
        nosplitRefill,
        { file: 'tracebuf.go', from: store, to: '' },
      ]);
      const { exit, document } = await diffed('--go', cured, '--go', worse);
      expect([exit, document.outcome]).toEqual([1, 'worse']);
      const [end, ...others] = document.functions;
      expect([end?.name, others]).toEqual(['traceWriter.end', []]);
      // The store, and the question about mp before it, which decides nothing any more where a thread asks it.
      expect(end?.steps).toMatchObject([
        { old: { line: 110 }, new: null },
        { old: { line: 105 }, new: null },
      ]);
      const [core] = document.parts;
      expect(core?.new).toMatchObject({ verdict: 'violated' });
      expect(core?.counterexamples).toContainEqual(
        expect.objectContaining({ property: 'NoLostBuffer', change: 'new' }),
      );
      const { stdout, exit: again } = await nosplit([
        'diff',
        '--go',
        cured,
        '--go',
        worse,
        '--format',
        'markdown',
      ]);
      expect(again).toBe(1);
      expect(stdout).toMatch(/^### nosplit: worse: now violated: /);
      expect(stdout).toContain('\n| core | holds | **violated** | NoLostBuffer is new (7 steps); ');
      // GitHub shows a block only after an empty line.
      expect(stdout).toMatch(/<details><summary>NoLostBuffer.*<\/summary>\n\n```text\n/);
    },
  );

  test('a comment changes nothing, and every part is searched once', { tags: 'exhaustive' }, async () => {
    const [from, to] = ['\tvar untracedGs []untracedG\n', '\tvar untracedGs []untracedG // the same\n'];
    const same = copies.edited(goroot ?? '', [nosplitRefill, { file: 'trace.go', from, to }]);
    // Which parts are searched once is known before they are searched.
    const { document } = await diffed('--go', cured, '--go', same, '--time', '1ms');
    expect(document.functions).toEqual([]);
    expect(document.parts.every(({ searchedOnce }) => searchedOnce)).toBe(true);
  });
});
