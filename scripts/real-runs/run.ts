/**
 * Bug A on the real runtime: builds main.go of this folder with an installed Go toolchain, as it is and with the cure that
 * `facts/` reads off its sources, and counts the runs that die.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFacts, splitPoints } from '../../facts/index.ts';
import type { SplitPoint } from '../../facts/index.ts';

export interface Outcome {
  readonly release: string;
  /** `cured`: with //go:nosplit above each function that may grow the stack between writer() and end(). */
  readonly runtime: 'as shipped' | 'cured';
  readonly allocFree: boolean;
  readonly runs: number;
  readonly died: number;
  /** The first line that a dying run printed; empty where none died. */
  readonly words: string;
}

const BUILD_MS = 300_000;
const RUN_MS = 60_000;

/** A program built with one toolchain; `remove` deletes what was built. */
export interface Program {
  readonly release: string;
  readonly runtime: Outcome['runtime'];
  readonly path: string;
  readonly remove: () => void;
}

/**
 * Builds the program with the toolchain of `goroot`. Null where `cured` is asked and the tree needs no cure.
 * Throws an Error with the toolchain's words where it does not build.
 */
export async function build(goroot: string, runtime: Outcome['runtime']): Promise<Program | null> {
  const facts = await readFacts(goroot);
  const inside = splitPoints(facts).filter((point) => point.insideWriter);
  if (runtime === 'cured' && inside.length === 0) return null;
  const folder = mkdtempSync(join(tmpdir(), 'nosplit-real-'));
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  writeFileSync(join(folder, 'go.mod'), 'module realruns\n\ngo 1.22\n');
  writeFileSync(join(folder, 'main.go'), readFileSync(new URL('main.go', import.meta.url)));
  if (runtime === 'cured') {
    writeFileSync(
      join(folder, 'overlay.json'),
      JSON.stringify({ Replace: cure(facts.runtimeDir, inside, folder) }),
    );
  }
  const path = join(folder, 'program');
  const overlay = runtime === 'cured' ? ['-overlay', join(folder, 'overlay.json')] : [];
  const built = spawnSync(join(goroot, 'bin/go'), ['build', ...overlay, '-o', path, '.'], {
    cwd: folder,
    // Go refuses an overlay of files below its module cache, where downloaded toolchains live: name another one.
    env: {
      ...process.env,
      GOROOT: '',
      GOTOOLCHAIN: 'local',
      GOFLAGS: '',
      GOMODCACHE: join(folder, 'modcache'),
    },
    encoding: 'utf8',
    timeout: BUILD_MS,
  });
  if (built.status !== 0) {
    remove();
    throw new Error(`${goroot} does not build the program: ${built.stderr.trim() || String(built.error)}`);
  }
  return { release: facts.version.value ?? goroot, runtime, path, remove };
}

/** Writes copies of the runtime's files with the missing lines; returns which copy stands for which file. */
function cure(runtimeDir: string, points: readonly SplitPoint[], folder: string): Record<string, string> {
  const replaced: Record<string, string> = {};
  for (const file of new Set(points.map((point) => point.file))) {
    const lines = readFileSync(join(runtimeDir, file), 'utf8').split('\n');
    const heads = points.filter((point) => point.file === file).map(({ line }) => line - 1);
    const text = lines.flatMap((line, index) => (heads.includes(index) ? ['//go:nosplit', line] : [line]));
    const copy = join(folder, `${file}.txt`);
    writeFileSync(copy, text.join('\n'));
    replaced[join(runtimeDir, file)] = copy;
  }
  return replaced;
}

/** Runs a program `runsMax` times and counts the runs that die. */
export function outcome({ release, runtime, path }: Program, allocFree: boolean, runsMax: number): Outcome {
  let [runs, died, words] = [0, 0, ''];
  for (; runs < runsMax; runs++) {
    const run = spawnSync(path, {
      env: { ...process.env, GODEBUG: allocFree ? 'traceallocfree=1' : '' },
      encoding: 'utf8',
      timeout: RUN_MS,
      maxBuffer: 2 ** 28,
    });
    if (run.status === 0) continue;
    died++;
    words ||=
      run.status === null
        ? `hangs, ended after ${String(RUN_MS / 1000)} s`
        : (run.stderr.split('\n')[0] ?? '');
  }
  return { release, runtime, allocFree, runs, died, words };
}
