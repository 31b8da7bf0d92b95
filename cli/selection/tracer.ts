/** What the tracer's systems are called by: designs, configs, and Go trees with what was read of them. */
import type { Facts, Platform } from '../../facts/index.ts';
import {
  GoTreeError,
  defaultGoroot,
  platformDefault,
  platformHere,
  processors,
  readFacts,
  systems,
  toolchainIn,
} from '../../facts/index.ts';
import type { Design } from '../../model/index.ts';
import { boundsByName, designs, designsByName } from '../../model/index.ts';
import { UsageError } from '../errors.ts';
import { noSuch } from '../nearest.ts';
import type { TreeOptions } from './selection.ts';

export const configDefault = 'small';

/** The newest design that a release shipped. */
export function designDefault(): string {
  return Object.keys(designs).filter(isReleased).at(-1) ?? '';
}

/** Whether a design is that of a release, and no cure or what-if of one. */
export const isReleased = (design: string): boolean => /^\d+\.\d+$/.test(design);

/** What `--go` names: the directory, or the tree of the go command where it names none. */
export async function goTree(given: string | true): Promise<string> {
  if (given !== true) return given;
  const found = await defaultGoroot();
  if (found === null) throw new UsageError('no go command is on the PATH; name a Go source tree: --go DIR');
  return found;
}

/** Facts of a tree; what is wrong with it is the caller's to mend. */
export async function factsOf(dir: string, { goos, goarch, accept }: TreeOptions = {}): Promise<Facts> {
  const platform = platformOf(dir, goos, goarch);
  try {
    return await readFacts(dir, { platform, accepted: accept ?? [] });
  } catch (error) {
    throw error instanceof GoTreeError ? treeError(dir, error) : error;
  }
}

/** What is wrong with a tree, told to whoever gave it. */
export function treeError(dir: string, error: GoTreeError): UsageError {
  const config = Object.hasOwn(boundsByName, dir)
    ? `; for the tree of the go command write: check ${dir} --go`
    : '';
  return new UsageError(`${error.message}${config}`, { cause: error });
}

/** The platform that was asked for, of the machine whose toolchain lies in the tree, or linux/amd64. */
export function platformOf(dir: string, goos: string | undefined, goarch: string | undefined): Platform {
  const home = toolchainIn(dir) !== null ? platformHere() : platformDefault;
  const platform = { goos: goos ?? home.goos, goarch: goarch ?? home.goarch };
  if (!systems.includes(platform.goos))
    throw new UsageError(noSuch(`--goos ${platform.goos}: no such system`, platform.goos, systems, null));
  if (!processors.includes(platform.goarch))
    throw new UsageError(
      noSuch(`--goarch ${platform.goarch}: no such processor`, platform.goarch, processors, null),
    );
  return platform;
}

/** Throws a UsageError for a config that does not exist. */
export function judgeConfig(config: string): void {
  const known = Object.keys(boundsByName);
  if (!known.includes(config)) throw new UsageError(noSuch(`no config is called ${config}`, config, known));
}

/** The design of that name. Throws a UsageError that lists the known ones. */
export function designIn(name: string): Design {
  const design = Object.hasOwn(designsByName, name) ? designsByName[name] : undefined;
  if (design !== undefined) return design;
  throw new UsageError(noSuch(`--design ${name}: no such design`, name, Object.keys(designsByName)));
}

export const configWords = (config: string): string[] => (config === configDefault ? [] : [config]);
