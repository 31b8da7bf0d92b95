/** Go trees that are named on a command line, and what is read of them. */
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
import { boundsByName } from '../../model/index.ts';
import { UsageError } from '../errors.ts';
import { noSuch } from '../nearest.ts';
import type { TreeOptions } from './selection.ts';

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
    throw new UsageError(noSuch(`--goos ${platform.goos}: no such system`, platform.goos, systems));
  if (!processors.includes(platform.goarch))
    throw new UsageError(
      noSuch(`--goarch ${platform.goarch}: no such processor`, platform.goarch, processors),
    );
  return platform;
}
