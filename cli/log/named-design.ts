/** By what a log is judged, where its own design is not meant: that of another name, or the steps of a tree. */
import { designsByName } from '../../model/index.ts';
import type { ProgramPart, Programs } from '../../model/index.ts';
import { schedulerParts } from '../../runtime/index.ts';
import type { JudgedBy } from '../../runtime/index.ts';
import { UsageError } from '../errors.ts';
import { noSuch } from '../nearest.ts';
import { programsAt } from '../selection/tree-programs.ts';
import { goTree } from '../selection/go-tree.ts';
import type { World } from '../world.ts';
import { opened } from './opened.ts';

export interface OtherDesign {
  readonly design?: string | undefined;
  /** A tree; true is that of the go command. */
  readonly go?: string | true | undefined;
}

/** Go 1.23 has other hooks, and is not recorded. */
const known = Object.keys(designsByName).filter((name) => name !== '1.23');

/**
 * Null where nothing was named. Of a tree more is read where one of the logs has the part transitions. Throws a UsageError for a name that no
 * steps are kept of, for a tree that cannot be read, and for what is no log.
 */
export async function otherDesign(
  { design, go }: OtherDesign,
  logs: readonly string[],
  world: World,
): Promise<JudgedBy | null> {
  if (design !== undefined && go !== undefined)
    throw new UsageError('--design and --go both say what to judge by; give one of them');
  if (go !== undefined) {
    const dir = await goTree(go);
    const { programs, files, version } = await programsAt(dir, {}, 'threads');
    const by = { name: version ?? dir, programs, files: Object.fromEntries(files) };
    if (!logs.some((file) => hasTransitions(file, world))) return by;
    const read = async (part: ProgramPart): Promise<Programs> => (await programsAt(dir, {}, part)).programs;
    const { goroutines, procs } = schedulerParts;
    return { ...by, scheduler: { goroutines: await read(goroutines), procs: await read(procs) } };
  }
  if (design === undefined) return null;
  if (!known.includes(design))
    throw new UsageError(noSuch(`--design ${design}: no such design`, design, known));
  return { name: design };
}

function hasTransitions(file: string, world: World): boolean {
  const log = opened(file, world);
  log.close();
  return log.hasTransitions;
}

/** The words that name it again. */
export const wordsOfOther = ({ design, go }: OtherDesign): readonly string[] => [
  ...(design === undefined ? [] : ['--design', design]),
  ...(go === undefined ? [] : go === true ? ['--go'] : ['--go', go]),
];
