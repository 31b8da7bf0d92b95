/** Real traces: what an installed Go records, and the lines of its own tool. */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gorootOf, neutralGo } from './go-judge.ts';

export interface GoTool {
  /** Records a trace of so many rounds, with these settings of GODEBUG; returns its path. */
  readonly record: (rounds: number, godebug: string) => string;
  /** What the tool prints of a trace's events. */
  readonly lines: (path: string) => Buffer;
}

/**
 * Programs of that release and the tool of `judge`, which work in `folder`; null, after a line that says so, where one of
 * them cannot be had.
 */
export function goTool(release: string, judge: string, folder: string): GoTool | null {
  try {
    return toolIn(release, judge, folder);
  } catch {
    console.log(`skipped: the tests with traces of ${release}, which no go command could record`);
    return null;
  }
}

function toolIn(release: string, judge: string, folder: string): GoTool {
  const goOf = (name: string): string => join(gorootOf(name), 'bin/go');
  const [go, tool] = [goOf(release), goOf(judge)];
  const cwd = join(folder, release);
  const options = {
    cwd,
    env: { ...process.env, ...neutralGo },
    timeout: 240_000,
    maxBuffer: 2 ** 29,
    stdio: 'pipe',
  } as const;
  mkdirSync(cwd);
  writeFileSync(join(cwd, 'go.mod'), 'module record\n\ngo 1.22\n');
  for (const name of ['main.go', 'coroutine.go'])
    copyFileSync(fileURLToPath(new URL(`record/${name}`, import.meta.url)), join(cwd, name));
  execFileSync(go, ['build', '-o', 'record', '.'], options);
  let count = 0;
  return {
    record(rounds, godebug) {
      const path = join(cwd, `${++count}.trace`);
      const env = { ...options.env, GODEBUG: godebug };
      // Releases up to 1.26.8 may die while they trace, though rarely: a stack that grows in refill (proofs-notes.md).
      for (let tries = 3; ; tries--) {
        const { status, stderr } = spawnSync(join(cwd, 'record'), [path, String(rounds)], {
          ...options,
          env,
        });
        if (status === 0) return path;
        if (tries === 1) throw new Error(`${release} recorded no trace: ${stderr.toString()}`);
      }
    },
    // Up to Go 1.23 the modes are numbers.
    lines: (path) =>
      execFileSync(tool, ['tool', 'trace', judge.startsWith('go1.23.') ? '-d=2' : '-d=wire', path], options),
  };
}
