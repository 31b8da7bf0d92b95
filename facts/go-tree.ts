import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { GoTreeError } from './errors.ts';
import type { Place } from './fact.ts';
import { experimentsOf, isBuilt, platformDefault } from './platform.ts';
import type { Platform } from './platform.ts';

/** Where a Go tree keeps what is read from it. */
export interface GoTree {
  /** The folder that holds trace*.go. */
  readonly runtimeDir: string;
  /** The folder above src/, where a whole Go distribution has VERSION and bin/. */
  readonly root: string;
  readonly platform: Platform;
  /** Names of the runtime's Go files that are built on the platform, tests left out. */
  readonly files: readonly string[];
  /** Those of the tracer. traceback*.go only shares their prefix. */
  readonly traceFiles: readonly string[];
}

/** Finds the runtime in a GOROOT, in a folder that holds src/runtime or runtime, or in the runtime folder itself. */
export function findGoTree(dir: string, platform: Platform = platformDefault): GoTree {
  const given = resolve(dir);
  if (!existsSync(given) || !statSync(given).isDirectory()) {
    throw new GoTreeError(`${dir} is no directory; give a GOROOT or any Go source tree`);
  }
  const runtimeDir = ['src/runtime', 'runtime', '.']
    .map((below) => resolve(given, below))
    .find((folder) => existsSync(join(folder, 'trace.go')));
  if (runtimeDir === undefined) {
    throw new GoTreeError(
      `${dir} holds no src/runtime/trace.go, runtime/trace.go or trace.go; give a GOROOT or any Go source tree`,
    );
  }
  const experiments = experimentsOf(dirname(runtimeDir));
  const files = readdirSync(runtimeDir).filter(
    (file) =>
      file.endsWith('.go') &&
      !file.endsWith('_test.go') &&
      isBuilt(file, readFileSync(join(runtimeDir, file), 'utf8'), platform, experiments),
  );
  const traceFiles = files.filter((file) => file.startsWith('trace') && !file.startsWith('traceback'));
  return { runtimeDir, root: dirname(dirname(runtimeDir)), platform, files, traceFiles };
}

/** The release (`go1.26.8`), or `devel go1.27` in a tree that was never released, or null; with the line that says so. */
export function readVersion(tree: GoTree): { readonly version: string; readonly place: Place } | null {
  const released = join(tree.root, 'VERSION');
  const firstLine = existsSync(released) ? readFileSync(released, 'utf8').split('\n')[0]?.trim() : undefined;
  if (firstLine !== undefined && firstLine !== '') {
    return { version: firstLine, place: { file: 'VERSION', line: 1 } };
  }
  const developing = join(dirname(tree.runtimeDir), 'internal/goversion/goversion.go');
  if (!existsSync(developing)) return null;
  const lines = readFileSync(developing, 'utf8').split('\n');
  const index = lines.findIndex((line) => /^const Version = \d+/.test(line));
  const minor = /\d+/.exec(lines[index] ?? '')?.[0];
  if (minor === undefined) return null;
  return {
    version: `devel go1.${minor}`,
    place: { file: 'internal/goversion/goversion.go', line: index + 1 },
  };
}

/** The tracer was written anew in 1.22, and sections could first be nested after it. */
export function refuseOlder(tree: GoTree): void {
  const minor = /^(?:devel )?go1\.(\d+)/.exec(readVersion(tree)?.version ?? '')?.[1];
  const isOlder = tree.files.includes('trace2runtime.go') || !tree.files.includes('traceruntime.go');
  if (!isOlder && (minor === undefined || Number(minor) >= 23)) return;
  const version = minor === undefined ? 'Go 1.22 or older' : `Go 1.${minor}`;
  throw new GoTreeError(
    `this tree has the tracer of ${version}, and the model begins with Go 1.23; give a newer tree, or check a known design with --design`,
  );
}
