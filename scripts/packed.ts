/** What a user gets: the packed tarball, installed into a folder. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';

export const repository = fileURLToPath(new URL('..', import.meta.url));

export type Ended = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

export function run(cwd: string, command: string, ...args: readonly string[]): Ended {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}

const Packs = v.tuple([v.object({ filename: v.string(), files: v.array(v.object({ path: v.string() })) })]);

/** Packs what has been built, into a folder or nowhere, and answers the tarball's name and what it holds. */
export function pack(...more: readonly string[]): {
  readonly filename: string;
  readonly packed: readonly string[];
} {
  // The build has run; another one here would change `dist` under tests that run beside this one.
  const { status, stdout, stderr } = run(repository, 'npm', 'pack', '--ignore-scripts', '--json', ...more);
  if (status !== 0) throw new Error(`npm pack: ${stderr}`);
  const [{ filename, files }] = v.parse(Packs, JSON.parse(stdout));
  return { filename, packed: files.map(({ path }) => path) };
}

/** Installs a package of the registry, or a tarball, into a folder that holds nothing else; what npm says if it cannot. */
export function install(folder: string, what: string, ...more: readonly string[]): string | null {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  const args = ['install', '--prefer-offline', '--no-fund', '--no-audit', ...more, what];
  const { status, stderr } = run(folder, 'npm', ...args);
  return status === 0 ? null : stderr;
}
