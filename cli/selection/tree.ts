/**
 * What can be searched of a Go tree. A part is searched by the tree's own steps, if programs have the part and the tree can be read into
 * them. If not, it is searched by the model that the tree's facts select, if every statement is a known one. If that is not so either, it
 * is not searched.
 */
import type { Facts, Platform, ReadPrograms, ReadTree } from '../../facts/index.ts';
import {
  GoTreeError,
  UnrecognizedShape,
  readPrograms,
  readTree,
  stepsKey,
  unreadIn,
} from '../../facts/index.ts';
import type { Granularity, ProgramPart } from '../../model/index.ts';
import { behaviourOf, boundsNamed, partOf } from '../../model/index.ts';
import { granularityDefault, parts } from './parts.ts';
import { UsageError } from '../errors.ts';
import { programsSelectionOf } from './programs.ts';
import type { JudgedBy, Selection, TreeOptions } from './selection.ts';
import { coverageInBrief, factsInBrief, judgeConfig, platformOf, selectionOf, treeError } from './tracer.ts';

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
  readonly judgedBy: JudgedBy;
  readonly selection: Selection;
  /** Why its steps could not be read, of a part that programs have; null elsewhere. */
  readonly notBySteps: string | null;
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

/** For people, after the verdict: what was read, from where, and why a part is judged by the model that could be judged by its steps. */
export function treeNotes({ read, facts, programs, parts }: TreeToSearch): string[] {
  const sizes = [...programs].map(([part, own]) => {
    const instructions = Object.values(own.programs).reduce((sum, { list }) => sum + list.length, 0);
    return `${instructions} (${part})`;
  });
  const steps = sizes.length === 0 ? [] : [`instructions of its own steps: ${sizes.join(', ')}`];
  const brief = facts === null ? [] : [factsInBrief(facts)];
  return [
    `read from ${read.runtimeDir}: ${[...steps, ...brief].join('; ')}`,
    ...(facts === null ? [] : [coverageInBrief(facts)]),
    ...parts.flatMap((part) =>
      isRefused(part) || part.notBySteps === null
        ? []
        : [`${part.part} is judged by the model, since its steps are not read: ${part.notBySteps}`],
    ),
  ];
}

export const asNoReleaseHasIt = ({ subject, file, line, why }: UnrecognizedShape): string =>
  `${subject} at ${file}:${line} is as no release has it: ${why}`;

export const isRefused = (part: TreePart): part is RefusedPart => 'refusal' in part;

export interface JudgedTreeOptions extends TreeOptions {
  /** By the steps where they can be read, if left out. */
  readonly by?: JudgedBy | undefined;
  /** How finely steps are cut. */
  readonly granularity?: Granularity | undefined;
}

/**
 * A tree within one config. Throws a UsageError for what is no Go tree, for one that is refused, and where `by` asks for what the tree
 * or the config does not have.
 */
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
  const others = [
    ...(unknown === null || part.unread !== null
      ? []
      : [`${asNoReleaseHasIt(unknown)}; the steps that were searched have it`]),
    ...(part.judgedBy === 'model' && part.notBySteps === null && options.by === undefined
      ? ['judged by the model that these facts select: no part with these bounds is read out of a tree']
      : []),
  ];
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
  const wanted =
    options.by === 'model' ? [] : new Set(asked.flatMap(({ config }) => partOf(boundsNamed(config)) ?? []));
  const programs = new Map<ProgramPart, ReadPrograms | UnrecognizedShape>();
  for (const part of wanted)
    programs.set(part, await told(dir, () => programsOrRefusal(dir, part, platform)));
  const byModel = (part: string, config: string, whyNot: string | null): TreePart => {
    if (options.by === 'steps')
      return {
        part,
        config,
        refusal: `${config}: ${whyNot ?? 'no part with these bounds is read out of a tree'}`,
      };
    if (facts === null) return { part, config, refusal: unknown?.message ?? '' };
    const selection = selectionOf(facts, dir, config, options);
    return {
      part,
      config,
      judgedBy: 'model',
      selection,
      notBySteps: whyNot,
      sameAs: `${config} ${behaviourOf(selection.design)}`,
      unread: null,
    };
  };
  const isRead = (
    one: readonly [ProgramPart, ReadPrograms | UnrecognizedShape],
  ): one is [ProgramPart, ReadPrograms] => !(one[1] instanceof UnrecognizedShape);
  const readOnes = new Map([...programs].filter(isRead));
  const unreadBy = unreadIn(read, readOnes);
  const chosen = (part: string, config: string): TreePart => {
    const programPart = partOf(boundsNamed(config));
    const own = programPart === undefined ? undefined : programs.get(programPart);
    if (own === undefined) return byModel(part, config, null);
    if (own instanceof UnrecognizedShape) return byModel(part, config, own.message);
    try {
      const selection = programsSelectionOf(own, { dir, config, granularity, facts, options });
      return {
        part,
        config,
        judgedBy: 'steps',
        selection,
        notBySteps: null,
        sameAs: `${config} ${stepsKey(own.programs)}`,
        unread: differenceIn(unreadBy(own)),
      };
    } catch (error) {
      // The steps need something that programs do not have.
      if (error instanceof RangeError) return byModel(part, config, error.message);
      throw error;
    }
  };
  return {
    read,
    facts,
    programs: readOnes,
    unknown,
    parts: asked.map(({ part, config }) => chosen(part, config)),
  };
}

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
