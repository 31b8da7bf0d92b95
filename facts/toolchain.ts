import type { ExecFileOptions } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Loaded when a command is run: Node takes as long to load it as to start a small check, which runs none. */
const run = async (
  command: string,
  args: readonly string[],
  options: ExecFileOptions,
): Promise<{ stdout: string }> => {
  const { execFile } = await import('node:child_process');
  return promisify(execFile)(command, args, { ...options, encoding: 'utf8' });
};

/** Runs a go command with nothing of the user's Go settings, and without network. Output is at most 64 MB. */
export async function runGo(
  go: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly timeoutMs: number },
): Promise<string> {
  const { stdout } = await run(go, args, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    timeout: options.timeoutMs,
    maxBuffer: 2 ** 26,
    env: { ...process.env, ...neutral },
  });
  return stdout;
}

/** An empty variable is the default one once GOENV is off. Without GOROOT a go command uses the tree it lies in. */
const neutral = {
  GOENV: 'off',
  GOFLAGS: '',
  GOOS: '',
  GOARCH: '',
  GOROOT: '',
  GOWORK: 'off',
  GOPROXY: 'off',
  GOTOOLCHAIN: 'local',
  GOEXPERIMENT: '',
  CGO_ENABLED: '0',
};

/** The tree of the go command on the PATH, as it chooses it; null where there is none. */
export async function defaultGoroot(): Promise<string | null> {
  try {
    const { stdout } = await run('go', ['env', 'GOROOT'], { timeout: 20_000 });
    const goroot = stdout.trim();
    return goroot === '' ? null : goroot;
  } catch {
    // No go command, or one that cannot run here: both mean that there is no tree to offer.
    return null;
  }
}

/** The go command that lies in a tree; null where the tree was not built. */
export function toolchainIn(root: string): string | null {
  const go = join(root, 'bin', process.platform === 'win32' ? 'go.exe' : 'go');
  return existsSync(go) ? go : null;
}
