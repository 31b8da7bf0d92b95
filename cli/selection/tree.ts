/**
 * What can be searched of a Go tree: each part by the tree's own steps. A part whose steps cannot be read is refused. Where a shape was
 * accepted that no steps are read of, it is searched by the steps of the release with the same facts.
 */
import type { Facts, Platform, ReadPrograms, ReadTree } from '../../facts/index.ts';
import {
  GoTreeError,
  UnrecognizedShape,
  designOf,
  readPrograms,
  readTree,
  stepsKey,
  unreadIn,
} from '../../facts/index.ts';
import type { Design, Granularity, ProgramPart, Programs } from '../../model/index.ts';
import {
  behaviourOf,
  boundsNamed,
  designNamed,
  designs,
  insideWriter,
  partOf,
  programsOfDesign,
  withPrologues,
} from '../../model/index.ts';
import { granularityDefault, parts } from './parts.ts';
import { UsageError } from '../errors.ts';
import { programsSelectionOf } from './tree-programs.ts';
import type { Selection, TreeOptions } from './selection.ts';
import { isReleased, judgeConfig } from './tracer.ts';
import { platformOf, treeError } from './go-tree.ts';
import { coverageInBrief, factsInBrief } from './tree-words.ts';

export interface TreeToSearch {
  readonly read: ReadTree;
  /** null where the tree is refused. */
  readonly facts: Facts | null;
  /** By the part that they are of; without those that cannot be read. */
  readonly programs: ReadonlyMap<ProgramPart, ReadPrograms>;
  /** What is in the tree that no release has; null for nothing. */
  readonly unknown: UnrecognizedShape | null;
  readonly parts: readonly TreePart[];
}

export type TreePart = JudgedPart | RefusedPart;

export interface JudgedPart {
  readonly part: string;
  readonly config: string;
  readonly selection: Selection;
  /** Where the steps are not the tree's own: whose they are, and why; null elsewhere. */
  readonly standIn: string | null;
  /** Says the same of two trees where their searches are the same. */
  readonly sameAs: string;
  /** Why the tree is not said to hold here, whatever the search finds; null for nothing. */
  readonly unread: string | null;
}

export interface RefusedPart {
  readonly part: string;
  readonly config: string;
  readonly refusal: string;
}

/** For people, after the verdict: what was read, from where, and which parts stand on other steps than the tree's own. */
export function treeNotes({ read, facts, programs, parts }: TreeToSearch): string[] {
  const sizes = [...programs].map(([part, own]) => {
    const instructions = Object.values(own.programs).reduce((sum, { list }) => sum + list.length, 0);
    return `${instructions} (${part})`;
  });
  const steps = sizes.length === 0 ? [] : [`instructions of its own steps: ${sizes.join(', ')}`];
  const brief = facts === null ? [] : [factsInBrief(facts)];
  const standIns = new Set(parts.flatMap((part) => (isRefused(part) ? [] : (part.standIn ?? []))));
  return [
    `read from ${read.runtimeDir}: ${[...steps, ...brief].join('; ')}`,
    ...(facts === null ? [] : [coverageInBrief(facts)]),
    ...standIns,
  ];
}

export const asNoReleaseHasIt = ({ subject, file, line, why }: UnrecognizedShape): string =>
  `${subject} at ${file}:${line} is as no release has it: ${why}`;

export const isRefused = (part: TreePart): part is RefusedPart => 'refusal' in part;

export interface JudgedTreeOptions extends TreeOptions {
  /** How finely steps are cut. */
  readonly granularity?: Granularity | undefined;
}

/** A tree within one config. Throws a UsageError for what is no Go tree, and for one that is refused. */
export async function selectTree(
  dir: string,
  config: string,
  options: JudgedTreeOptions = {},
): Promise<Selection> {
  judgeConfig(config);
  const tree = await treeToSearch(dir, options, [{ part: config, config }]);
  const [part] = tree.parts;
  if (part === undefined || isRefused(part)) throw new UsageError(part?.refusal ?? '');
  const { unknown } = tree;
  const others =
    unknown === null || part.unread !== null
      ? []
      : [`${asNoReleaseHasIt(unknown)}; the steps that were searched have it`];
  return { ...part.selection, notes: [...treeNotes(tree), ...others], unread: part.unread };
}

/** Throws a UsageError for what is no Go tree. `dir` stands in the words that select a part again. */
export async function treeToSearch(
  dir: string,
  options: JudgedTreeOptions,
  asked: typeof parts = parts,
): Promise<TreeToSearch> {
  const { granularity = granularityDefault } = options;
  const platform = platformOf(dir, options.goos, options.goarch);
  const read = await told(dir, () => readTree(dir, { platform, accepted: options.accept ?? [] }));
  const facts = read.facts instanceof UnrecognizedShape ? null : read.facts;
  const unknown = read.facts instanceof UnrecognizedShape ? read.facts : null;
  const wanted = new Set(asked.map(({ config }) => partOf(boundsNamed(config))));
  const found = new Map<ProgramPart, ReadPrograms | UnrecognizedShape>();
  for (const part of wanted) found.set(part, await told(dir, () => programsOrRefusal(dir, part, platform)));
  const programs = new Map(
    [...found].flatMap(([part, own]) => (own instanceof UnrecognizedShape ? [] : [[part, own] as const])),
  );
  const unreadBy = unreadIn(read, programs);
  const judged = (
    { part, config }: (typeof parts)[number],
    own: Pick<ReadPrograms, 'programs' | 'files' | 'runtimeDir' | 'version'>,
    more: Pick<JudgedPart, 'standIn' | 'unread'>,
  ): TreePart => {
    try {
      const made = programsSelectionOf(own, { dir, config, granularity, facts, options });
      // Of steps that stand in, lines are not the tree's.
      const selection = more.standIn === null ? made : { ...made, sources: null };
      return { part, config, selection, sameAs: sameAs(config, own.programs), ...more };
    } catch (error) {
      // The steps need something that programs do not have.
      if (error instanceof RangeError) return { part, config, refusal: error.message };
      throw error;
    }
  };
  const chosen = (one: (typeof parts)[number]): TreePart => {
    const part = partOf(boundsNamed(one.config));
    const own = found.get(part);
    if (own !== undefined && !(own instanceof UnrecognizedShape))
      return judged(one, own, { standIn: null, unread: differenceIn(unreadBy(own)) });
    const refusal = (unknown ?? own)?.message ?? '';
    if (facts === null || options.accept === undefined) return { ...one, refusal };
    const like = releaseLike(facts);
    if (like === undefined)
      return { ...one, refusal: `${refusal}; what was accepted is like no release that has steps` };
    const release = programsOfDesign(like, part);
    const splits = new Set(designOf(facts).splitPoints);
    return judged(
      one,
      {
        programs: withPrologues(release.programs, (fn) => (insideWriter(fn) ? splits.has(fn) : undefined)),
        files: new Map(Object.entries(release.files)),
        runtimeDir: read.runtimeDir,
        version: facts.version.value,
      },
      {
        standIn: `${part} is judged by the steps of ${release.release}, which has the same facts, since what was accepted is not read as steps: ${own?.message ?? ''}`,
        unread: null,
      },
    );
  };
  return { read, facts, programs, unknown, parts: asked.map(chosen) };
}

/** A release with the facts of a tree, whatever functions may grow the stack. */
function releaseLike(facts: Facts): string | undefined {
  const behaviour = (design: Design): string => behaviourOf({ ...design, splitPoints: [] });
  const own = behaviour(designOf(facts));
  return Object.keys(designs).find((name) => isReleased(name) && behaviour(designNamed(name)) === own);
}

const sameAs = (config: string, programs: Programs): string => `${config} ${stepsKey(programs)}`;

async function programsOrRefusal(
  dir: string,
  part: ProgramPart,
  platform: Platform,
): Promise<ReadPrograms | UnrecognizedShape> {
  try {
    return await readPrograms(dir, { part, platform });
  } catch (error) {
    if (error instanceof UnrecognizedShape) return error;
    throw error;
  }
}

const differenceIn = (found: ReturnType<ReturnType<typeof unreadIn>>): string | null =>
  found === null ? null : `${found.name} at ${found.file}:${found.line}: ${found.difference}`;

/** What is wrong with a tree is the caller's to mend. */
async function told<T>(dir: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw error instanceof GoTreeError ? treeError(dir, error) : error;
  }
}
