/** What was read of a tree, as a number that another reader can compute again. */
import { readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import type { Facts } from './facts.ts';

/** The files of a tree in which something was read. */
export interface TreeSources {
  readonly runtimeDir: string;
  /** Names within `runtime/`. */
  readonly files: readonly string[];
}

export interface TreeHash {
  /** `sha256:` and 64 hex digits. */
  readonly hash: string;
  /** Below the tree's root: `src/runtime/trace.go`. Sorted. */
  readonly files: readonly string[];
}

/** The files in which a function was compared. */
export const sourcesOf = ({ runtimeDir, comparison }: Facts): TreeSources => ({
  runtimeDir,
  files: [...new Set(comparison.functions.map(({ shape }) => shape.file))],
});

/**
 * SHA-256 over a line for each file, as `sha256sum FILE…` prints it in the tree's root (digest, two spaces, path), so that
 * whoever has the tree can check it: `sha256sum FILE… | sha256sum`. Throws the file system's error where a file is gone.
 */
export function treeHash(sources: TreeSources): TreeHash {
  const files = sources.files.map((name) => pathInTree(sources, name)).sort();
  const root = rootOf(sources);
  const lines = files.map((file) => `${sha256(readFileSync(join(root, file)))}  ${file}\n`);
  return { hash: `sha256:${sha256(lines.join(''))}`, files };
}

/** A file within `runtime/` as a path below the tree's root, with slashes: `src/runtime/trace.go`. */
export function pathInTree(sources: Pick<TreeSources, 'runtimeDir'>, file: string): string {
  const { runtimeDir } = sources;
  return posix.join(relative(rootOf(sources), runtimeDir).split(sep).join('/'), file);
}

/** The folder above src/. */
const rootOf = ({ runtimeDir }: Pick<TreeSources, 'runtimeDir'>): string => dirname(dirname(runtimeDir));

/** Reports import this file, and few have a tree: Node's module of hashes is loaded for those. */
const sha256 = (data: string | Uint8Array): string =>
  process.getBuiltinModule('node:crypto').createHash('sha256').update(data).digest('hex');
