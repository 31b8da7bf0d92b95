/** The runtimes that the package is tried on. Each comes from npm as a binary, without a script that runs at installation. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { install } from '../packed.ts';

export interface Runtime {
  /** `node 22`, `deno`. */
  readonly name: string;
  /** The package that has the binary, or depends on the one that has it for this machine. */
  readonly from: string;
  /** Where the binary may be, below `node_modules`; a folder of several packages ends in a slash. */
  readonly at: string;
  readonly binary: string;
  /** Words between the binary and the file that it is to run. */
  readonly words: readonly string[];
}

const system = process.platform === 'win32' ? 'win' : process.platform;
const suffix = process.platform === 'win32' ? '.exe' : '';

/** A version of Node: `22`, `20.19.0`. */
export function node(version: string): Runtime {
  const name = `node-${system}-${process.arch}`;
  return {
    name: `node ${version}`,
    from: `${name}@${version}`,
    at: name,
    binary: `bin/node${suffix}`,
    words: [],
  };
}

const deno: Runtime = {
  name: 'deno',
  from: 'deno',
  at: '@deno/',
  binary: `deno${suffix}`,
  words: ['run', '-A'],
};
const bun: Runtime = { name: 'bun', from: 'bun', at: '@oven/', binary: `bin/bun${suffix}`, words: [] };

/** The oldest Node that `engines` names, the even versions since, and the two others. */
export const runtimes: readonly Runtime[] = [...['20.19.0', '22', '24', '26'].map(node), deno, bun];

/** The path of a runtime's binary below `cache`, fetched if it is not there; null if npm does not give one for this machine. */
export function binaryOf({ from, at, binary }: Runtime, cache: string): string | null {
  const folder = join(cache, from);
  const modules = join(folder, 'node_modules');
  const found = (): string | undefined => {
    const group = join(modules, at);
    if (!existsSync(group)) return undefined;
    const packages = at.endsWith('/') ? readdirSync(group).map((name) => join(group, name)) : [group];
    return packages.map((path) => join(path, binary)).find((path) => existsSync(path));
  };
  return found() ?? (install(folder, from, '--ignore-scripts') === null ? (found() ?? null) : null);
}
