/**
 * How another checker is run, and what it answers in our terms.
 *
 * `generated` counts the initial states and every transition; `diameter` counts the states on the longest shortest path.
 * `prepare` does what is not to be measured (translate, compile, write a configuration) and gives the command of the search.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repository } from './rows.ts';
import type { Counts, Row } from './rows.ts';

/** How a peer searches; those that have one way only take no notice. */
export interface Manner {
  readonly workers: number;
  readonly search: 'breadth-first' | 'depth-first';
}

/** A search that is ready to run, and what its output says. */
export interface Search {
  readonly command: string;
  readonly words: readonly string[];
  readonly cwd: string;
  readonly counts: (output: string) => Counts;
}

export interface Peer {
  readonly name: string;
  /** What is missing and how to get it, or undefined where the peer can run. */
  missing(): string | undefined;
  /** A search of the whole space, the violated properties left out where the peer would stop at them. */
  prepare(row: Row, folder: string, manner: Manner): Search;
  /** The counts, and the shortest counterexamples at least to `violated`, which is all that the row names by default. */
  run(row: Row, violated?: readonly string[]): Counts;
}

/** Where a peer's source of a model stands: beside the examples, the tracer's model, or those that only the bench searches. */
export function source(file: string): string {
  const places = ['examples', 'model', 'bench/models'].map((folder) =>
    fileURLToPath(new URL(`${folder}/peers/${file}`, repository)),
  );
  const found = places.find((path) => existsSync(path));
  if (found === undefined) throw new Error(`no peer's source ${file}`);
  return found;
}
export const cache = fileURLToPath(new URL('node_modules/.cache/peers/', repository));
export const plainly: Manner = { workers: 1, search: 'breadth-first' };

export function outcome({ command, words, cwd, counts }: Search): Counts {
  return counts(runs(command, words, cwd));
}

export function isInstalled(command: string, option: string): boolean {
  return spawnSync(command, [option], { stdio: 'ignore' }).error === undefined;
}

/** What the command printed. TLC ends with another code than 0 where a property is violated; only its output tells. */
export function runs(command: string, words: readonly string[], cwd?: string): string {
  const { stdout, stderr, error, signal } = spawnSync(command, words, {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    timeout: 3_600_000,
    ...(cwd === undefined ? {} : { cwd }),
  });
  if (error !== undefined) throw error;
  if (signal !== null) throw new Error(`${command} ${words.join(' ')} was ended by ${signal}`);
  return stdout + stderr;
}

export function numberIn(text: string, pattern: RegExp): number {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`no ${pattern.source} in the peer's output:\n${text}`);
  return Number(found);
}

export function inScratch<T>(use: (folder: string) => T): T {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), 'nosplit-peer-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
