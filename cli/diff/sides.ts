/** The two trees of a comparison: folders, or revisions of a git repository, whose files are read without a checkout. */
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix, resolve } from 'node:path';
import { promisify } from 'node:util';
import { UsageError } from '../errors.ts';

const run = promisify(execFile);

export interface Side {
  /** As it was given. */
  readonly given: string;
  readonly dir: string;
  /** The commit that was read; null for a folder. */
  readonly commit: string | null;
}

export interface Sides {
  readonly old: Side;
  readonly new: Side;
  readonly remove: () => void;
}

/**
 * `--go OLD --go NEW`. With `--repo DIR` both are revisions of that repository, and a single one is compared with its files as they
 * stand. Throws a UsageError for any other number of trees, for a revision that is none, and where there is no git.
 */
export async function sidesOf(
  given: readonly string[],
  repo: string | undefined,
  cwd: string,
): Promise<Sides> {
  const [first, second, ...more] = given;
  if (first === undefined || more.length > 0)
    throw new UsageError(`${given.length} trees are given; give two: --go OLD --go NEW`);
  if (repo === undefined) {
    if (second === undefined)
      throw new UsageError(
        'one tree is given; give the newer one, too: --go OLD --go NEW (with git: --go REV --repo DIR)',
      );
    const folder = (name: string): Side => ({ given: name, dir: resolve(cwd, name), commit: null });
    for (const name of [first, second])
      if (!existsSync(resolve(cwd, name)))
        throw new UsageError(
          `--go ${name}: there is no such folder; give a Go source tree, or for a revision the repository, too: --repo DIR`,
        );
    return { old: folder(first), new: folder(second), remove: () => undefined };
  }
  const root = resolve(cwd, repo);
  if (!existsSync(root) || !statSync(root).isDirectory())
    throw new UsageError(`--repo ${repo} is no folder; give that of a git repository`);
  const scratch = mkdtempSync(join(tmpdir(), 'nosplit-diff-'));
  const remove = (): void => {
    rmSync(scratch, { recursive: true, force: true });
  };
  try {
    const old = await sideAt(first, root, repo, join(scratch, 'old'));
    const now =
      second === undefined
        ? { given: repo, dir: root, commit: null }
        : await sideAt(second, root, repo, join(scratch, 'new'));
    return { old, new: now, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

async function sideAt(revision: string, root: string, repo: string, to: string): Promise<Side> {
  const commit = await commitOf(revision, root, repo);
  await writeTree({ commit, revision, root, repo, to });
  return { given: revision, dir: to, commit };
}

async function commitOf(revision: string, root: string, repo: string): Promise<string> {
  try {
    const named = `${revision}^{commit}`;
    const { stdout } = await run('git', [
      ...['-C', root, 'rev-parse', '--verify', '--quiet'],
      ...['--end-of-options', named],
    ]);
    return stdout.trim();
  } catch (error) {
    if (codeOf(error) === 'ENOENT')
      throw new UsageError('--repo needs git, and no git command is on the PATH; give two folders instead');
    await judgeRepository(root, repo);
    throw new UsageError(
      `--go ${revision}: ${repo} has no such revision; git -C ${repo} log shows what it has (git fetch gets more)`,
    );
  }
}

async function judgeRepository(root: string, repo: string): Promise<void> {
  try {
    await run('git', ['-C', root, 'rev-parse', '--git-dir']);
  } catch (error) {
    const [line = ''] = String(stderrOf(error)).trim().split('\n');
    throw new UsageError(
      `--repo ${repo} is no git repository that can be read (${line.replace(/^fatal: /, '')})`,
    );
  }
}

interface Wanted {
  readonly commit: string;
  readonly revision: string;
  readonly root: string;
  readonly repo: string;
  readonly to: string;
}

/** Writes what is read of a Go tree: the runtime's own files, and those that say which release and which experiments. */
async function writeTree({ commit, revision, root, repo, to }: Wanted): Promise<void> {
  for (const runtime of ['src/runtime', 'runtime', '.']) {
    const files = await listed(root, commit, runtime);
    if (!files.some(({ name }) => name === 'trace.go')) continue;
    const beside = runtime === '.' ? '..' : dirname(runtime);
    const others = [
      ...(await listed(root, commit, `${beside}/internal/goversion`)),
      ...(await listed(root, commit, `${beside}/internal/buildcfg`)),
    ].filter(({ path }) => /\/(goversion|exp)\.go$/.test(path));
    const version = (await listed(root, commit, `${beside}/..`)).filter(({ name }) => name === 'VERSION');
    const wanted = [
      ...files
        .filter(({ name }) => name.endsWith('.go') && !name.endsWith('_test.go'))
        .map((file) => ({ ...file, as: `src/runtime/${file.name}` })),
      ...others.map((file) => ({ ...file, as: `src/internal/${file.path.split('/internal/')[1] ?? ''}` })),
      ...version.map((file) => ({ ...file, as: 'VERSION' })),
    ];
    const contents = await blobs(
      root,
      wanted.map(({ blob }) => blob),
    );
    wanted.forEach(({ as }, index) => {
      mkdirSync(dirname(join(to, as)), { recursive: true });
      writeFileSync(join(to, as), contents[index] ?? '');
    });
    return;
  }
  throw new UsageError(
    `${revision} of ${repo} holds no src/runtime/trace.go, runtime/trace.go or trace.go; give a repository of a Go source tree`,
  );
}

interface Listed {
  readonly name: string;
  readonly path: string;
  readonly blob: string;
}

/** The files right in a folder of a commit; none where it has no such folder, or that lies outside of the repository. */
async function listed(root: string, commit: string, folder: string): Promise<Listed[]> {
  try {
    const { stdout: prefix } = await run('git', ['-C', root, 'rev-parse', '--show-prefix']);
    const path = posix.join(prefix.trim(), folder).replace(/^\.?\/?$|\/$/, '');
    const { stdout } = await run('git', ['-C', root, 'ls-tree', '-z', '--full-tree', `${commit}:${path}`], {
      maxBuffer: 2 ** 26,
    });
    return [...stdout.matchAll(/\d+ blob ([0-9a-f]+)\t([^\0]*)\0/g)].map(
      ([, blob = '', name = '']): Listed => ({ blob, name, path: `${folder}/${name}` }),
    );
  } catch {
    // git says so for a path that is none, with the same code as for others; what is needed of it is asked for by who calls.
    return [];
  }
}

/** The contents of objects, in their order. */
function blobs(root: string, ids: readonly string[]): Promise<Buffer[]> {
  return new Promise((done, failed) => {
    const git = spawn('git', ['-C', root, 'cat-file', '--batch'], { stdio: ['pipe', 'pipe', 'ignore'] });
    const chunks: Buffer[] = [];
    git.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    git.on('error', failed);
    git.on('close', () => {
      const all = Buffer.concat(chunks);
      const contents: Buffer[] = [];
      for (let at = 0; contents.length < ids.length;) {
        const end = all.indexOf('\n', at);
        const [, size] = / blob (\d+)$/.exec(all.toString('utf8', at, Math.max(at, end))) ?? [];
        if (end < 0 || size === undefined) {
          failed(new UsageError(`git could not read ${ids[contents.length] ?? 'an object'} of ${root}`));
          return;
        }
        contents.push(all.subarray(end + 1, end + 1 + Number(size)));
        at = end + Number(size) + 2;
      }
      done(contents);
    });
    git.stdin.on('error', () => undefined);
    git.stdin.end(`${ids.join('\n')}\n`);
  });
}

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

const stderrOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'stderr' in error ? error.stderr : '';
