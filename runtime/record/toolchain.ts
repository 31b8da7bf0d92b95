/** The toolchain that a go command would use, in a form in which it takes an overlay. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';

/** Something that stands in the way of recording; the message is one line that ends in the next move. */
export class RecordError extends Error {
  override name = 'RecordError';
}

/** Why a program did not start, in few words, without the system call. */
export function whyNotStarted(name: string, error: Error): string {
  const code = 'code' in error ? error.code : null;
  if (code === 'ENOENT') return name.includes(sep) ? 'no such file' : 'no such program on the PATH';
  if (code === 'EACCES') return 'nobody may execute it';
  return error.message;
}

export interface Toolchain {
  /** Where its tree really is. */
  readonly goroot: string;
  /** The runtime folder, as the toolchain itself calls it. */
  readonly runtimeDir: string;
  readonly go: string;
  readonly env: NodeJS.ProcessEnv;
  /** For the overlay and all else that is needed while the toolchain runs. */
  readonly folder: string;
  readonly remove: () => void;
}

/**
 * The toolchain that `go` chooses in a directory, by go.mod and GOTOOLCHAIN. Go refuses an overlay of files in its module cache, where
 * downloaded toolchains are; such a one is called by another name, a link in the temporary folder. Throws a RecordError.
 */
export function toolchainFor(go: string, cwd: string, env: NodeJS.ProcessEnv): Toolchain {
  const asked = spawnSync(go, ['env', '-json', 'GOROOT', 'GOMODCACHE', 'GOOS'], {
    cwd,
    env,
    encoding: 'utf8',
  });
  if (asked.status !== 0) {
    const why =
      asked.error === undefined ? (asked.stderr.trim().split('\n')[0] ?? '') : whyNotStarted(go, asked.error);
    throw new RecordError(`${go} does not say where its tree is (${why}); install Go, or put it on the PATH`);
  }
  const {
    GOROOT = '',
    GOMODCACHE = '',
    GOOS = '',
  } = JSON.parse(asked.stdout) as Readonly<Record<string, string>>;
  if (GOOS !== 'linux' || process.platform !== 'linux')
    throw new RecordError(
      `the hooks map their log as Linux does, and this builds for ${GOOS} on ${process.platform}; record on Linux`,
    );
  const folder = mkdtempSync(join(tmpdir(), 'nosplit-record-'));
  const isBelow = GOMODCACHE !== '' && GOROOT.startsWith(GOMODCACHE + sep);
  const root = isBelow ? join(folder, 'goroot') : GOROOT;
  if (isBelow) symlinkSync(GOROOT, root);
  return {
    goroot: GOROOT,
    runtimeDir: join(root, 'src', 'runtime'),
    go: join(GOROOT, 'bin', 'go'),
    env: { ...env, GOTOOLCHAIN: 'local', GOROOT: root },
    folder,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
