/**
 * A Go tree as what can be searched of it: each part by the tree's own steps, where programs have the part and the tree can be read
 * into them; else by the model that its facts select, where every statement is a known one; else not at all.
 */
import type { Json } from '../../checker/index.ts';
import type { Facts, Platform, ReadPrograms, ReadTree } from '../../facts/index.ts';
import { GoTreeError, UnrecognizedShape, isType, readPrograms, readTree } from '../../facts/index.ts';
import { boundsNamed, hasPrograms } from '../../model/index.ts';
import { parts } from './parts.ts';
import { programsSelectionOf } from './programs.ts';
import type { Selection, TreeOptions } from './selection.ts';
import { coverageInBrief, factsInBrief, platformOf, selectionOf, treeError } from './tracer.ts';

export interface TreeToSearch {
  readonly read: ReadTree;
  /** null where the tree is refused. */
  readonly facts: Facts | null;
  /** Null where they cannot be read. */
  readonly programs: ReadPrograms | null;
  /** What is in the tree that no release has; null for nothing. */
  readonly refusal: string | null;
  readonly parts: readonly TreePart[];
}

export type TreePart = JudgedPart | RefusedPart;

/** What a part was judged by: the steps that were read from the tree, or the model that a few of its facts select. */
export type JudgedBy = 'steps' | 'model';

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
  const sizes = Object.values(programs?.programs ?? {}).map(({ list }) => list.length);
  const steps =
    programs === null ? [] : [`${sizes.reduce((sum, size) => sum + size, 0)} instructions of its own steps`];
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

export const isRefused = (part: TreePart): part is RefusedPart => 'refusal' in part;

/** Throws a UsageError for what is no Go tree. `dir` stands in the words that select a part again. */
export async function treeToSearch(dir: string, options: TreeOptions): Promise<TreeToSearch> {
  const platform = platformOf(dir, options.goos, options.goarch);
  const read = await told(dir, () => readTree(dir, { platform, accepted: options.accept ?? [] }));
  const programs = await told(dir, () => programsOrRefusal(dir, platform));
  const facts = read.facts instanceof UnrecognizedShape ? null : read.facts;
  const refusal = read.facts instanceof UnrecognizedShape ? read.facts.message : null;
  const unread = programs instanceof UnrecognizedShape ? null : unreadBy(programs, read);
  const byModel = (part: string, config: string, whyNot: string | null): TreePart => {
    if (facts === null) return { part, config, refusal: refusal ?? '' };
    const selection = selectionOf(facts, dir, config, options);
    return {
      part,
      config,
      judgedBy: 'model',
      selection,
      notBySteps: whyNot,
      sameAs: keyOf({ ...selection.design, name: '', title: '', config }),
      unread: null,
    };
  };
  const partOf = (part: string, config: string): TreePart => {
    if (!hasPrograms(boundsNamed(config))) return byModel(part, config, null);
    if (programs instanceof UnrecognizedShape) return byModel(part, config, programs.message);
    try {
      const selection = programsSelectionOf(programs, { dir, config, facts, options });
      return {
        part,
        config,
        judgedBy: 'steps',
        selection,
        notBySteps: null,
        sameAs: keyOf({ programs: withoutPlaces(programs), config }),
        unread,
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
    programs: programs instanceof UnrecognizedShape ? null : programs,
    refusal,
    parts: parts.map(({ part, config }) => partOf(part, config)),
  };
}

async function programsOrRefusal(dir: string, platform: Platform): Promise<ReadPrograms | UnrecognizedShape> {
  try {
    return await readPrograms(dir, { platform });
  } catch (error) {
    if (error instanceof UnrecognizedShape) return error;
    throw error;
  }
}

/** The first unknown function that the programs have not read; what they have read is judged as it stands. */
function unreadBy({ leftOutOf }: ReadPrograms, { comparison, shapes }: ReadTree): string | null {
  const read = new Set(leftOutOf.map(([fn]) => fn));
  const found = comparison.unknown.find(({ name }) => {
    const shape = shapes.shapes.get(name);
    // What is done to a field stands in a function.
    return !read.has(name) && (shape === undefined || !isType(shape));
  });
  return found === undefined ? null : `${found.name} at ${found.file}:${found.line}: ${found.difference}`;
}

/** Programs without lines, and with their locals by the order in which they come. */
function withoutPlaces({ programs }: ReadPrograms): Json {
  return Object.fromEntries(
    Object.entries(programs).map(([kind, { list, locals }]) => {
      const order = new Map<string, string>();
      const plain = JSON.parse(
        JSON.stringify(list, (key, value: unknown) => (key === 'line' ? undefined : value)),
        (key, value: unknown) => {
          if (typeof value !== 'string' || !Object.hasOwn(locals, value)) return value;
          if (key !== 'local' && key !== 'to' && !/^\d+$/.test(key)) return value;
          if (!order.has(value)) order.set(value, `${locals[value] ?? ''} ${order.size}`);
          return order.get(value);
        },
      ) as Json;
      return [kind, plain];
    }),
  );
}

const keyOf = (value: Json): string => JSON.stringify(value);

/** What is wrong with a tree is the caller's to mend. */
async function told<T>(dir: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw error instanceof GoTreeError ? treeError(dir, error) : error;
  }
}
