/** What the programs of steps say of edits. */
import { SystemError, check } from '../../checker/index.ts';
import { UnrecognizedShape, readPrograms, readTree, stepsKey, unreadIn } from '../../facts/index.ts';
import type { ReadPrograms } from '../../facts/index.ts';
import type { ProgramPart } from '../../model/index.ts';
import { granularityDefault as granularity, parts as treeParts } from '../../cli/selection/parts.ts';
import { boundsNamed, partOf, programParts, programSystem } from '../../model/index.ts';
import type { Edit } from './edits.ts';
import { withEdits } from './tree.ts';

export type Steps =
  | { readonly kind: 'violated'; readonly property: string; readonly part: ProgramPart }
  /** `why`: without what stands there, so that refusals for the same reason can be counted. */
  | { readonly kind: 'refused'; readonly at: string; readonly why: string }
  /** `about`: whether that is said of the edit itself, by every part, so that the tree holds. */
  | { readonly kind: 'holds'; readonly about: boolean }
  /** A fault of ours. */
  | { readonly kind: 'fails'; readonly why: string }
  /** The programs are those of the tree without the edit. */
  | { readonly kind: 'same' }
  /** No part has the function. */
  | { readonly kind: 'none' };

/** States that an edit may have; the parts have a few thousand. */
const STATES_MAX = 400_000;

interface Part {
  readonly part: ProgramPart;
  /** What `check --go` searches it in, and before that the least. */
  readonly bounds: readonly string[];
  readonly functions: ReadonlySet<string>;
  readonly key: string;
  /** Statements that are read, and those of which steps are made: `trace.go:697`. */
  readonly steps: ReadonlySet<string>;
}

/** The parts that programs have, as the tree without an edit has them, which has to hold. */
export async function partsOf(dir: string): Promise<Part[]> {
  const found: Part[] = [];
  for (const part of programParts) {
    const searched = treeParts
      .map(({ config }) => config)
      .filter((name) => partOf(boundsNamed(name)) === part);
    const bounds = part === 'core' ? ['tiny', ...searched] : searched;
    const read = await readPrograms(dir, { part });
    const functions = new Set(read.leftOutOf.map(([fn]) => fn));
    for (const name of bounds) {
      const system = programSystem(read.programs, boundsNamed(name), { name: 'unedited', granularity });
      const { verdict } = await check(system, { traces: false });
      if (verdict !== 'holds') throw new Error(`${name} of the tree without an edit: ${verdict}`);
    }
    found.push({ part, bounds, functions, key: stepsKey(read.programs), steps: stepsOf(read) });
  }
  return found;
}

function stepsOf({ programs, files, readAt }: ReadPrograms): Set<string> {
  const made = Object.values(programs).flatMap(({ list }) =>
    list.map(({ fn, line }) => `${files.get(fn) ?? ''}:${line}`),
  );
  return new Set([...readAt, ...made]);
}

/** Whether some part has a statement of the edited lines in its steps. */
export const editsSteps = (parts: readonly Part[], { file, line, last }: Edit): boolean =>
  Array.from({ length: last - line + 1 }, (_, index) => `${file}:${line + index}`).some((place) =>
    parts.some(({ steps }) => steps.has(place)),
  );

export async function stepsAnswer(dir: string, parts: readonly Part[], edit: Edit): Promise<Steps> {
  const answers: Steps[] = [];
  const programs = new Map<ProgramPart, ReadPrograms>();
  for (const part of parts.filter(({ functions }) => functions.has(edit.func))) {
    const answer = await withEdits(dir, [edit], () => answerOf(dir, part, programs));
    if (answer.kind === 'violated') return answer;
    answers.push(answer);
  }
  const worst = (['fails', 'refused', 'holds', 'same'] as const)
    .map((kind) => answers.find((one) => one.kind === kind))
    .find((one) => one !== undefined);
  if (worst?.kind !== 'holds' || programs.size < parts.length) return worst ?? { kind: 'none' };
  const unreadBy = unreadIn(await withEdits(dir, [edit], () => readTree(dir)), programs);
  return { kind: 'holds', about: [...programs.values()].every((one) => unreadBy(one) === null) };
}

/** `programs` gets what was read. */
async function answerOf(
  dir: string,
  { part, bounds, key }: Part,
  programs: Map<ProgramPart, ReadPrograms>,
): Promise<Steps> {
  try {
    const read = await readPrograms(dir, { part });
    programs.set(part, read);
    if (stepsKey(read.programs) === key) return { kind: 'same' };
    for (const name of bounds) {
      const system = programSystem(read.programs, boundsNamed(name), { name: 'edited', granularity });
      const { verdict, violations } = await check(system, { traces: false, statesMax: STATES_MAX });
      const [first] = violations;
      if (first !== undefined) return { kind: 'violated', property: first.property, part };
      if (verdict !== 'holds')
        return { kind: 'refused', at: `${STATES_MAX} states`, why: 'more states than the census searches' };
    }
    return { kind: 'holds', about: false };
  } catch (error) {
    if (error instanceof UnrecognizedShape)
      return { kind: 'refused', at: `${error.file}:${error.line}`, why: reasonOf(error.message) };
    // What the search says of it is one line, with the exit code of a refusal.
    if (error instanceof RangeError || error instanceof SystemError)
      return { kind: 'refused', at: error.message, why: reasonOf(error.message) };
    return { kind: 'fails', why: error instanceof Error ? error.message : String(error) };
  }
}

/** The reason of a refusal without the place, the statement and the names in it. */
const reasonOf = (message: string): string =>
  message
    .replace(/^.* matches no known design: /, '')
    .replace(/; check a known design .*$/, '')
    .replace(/^`.*` (?=\w)/, '')
    .replace(/^[\w.]+:\d+: /, '')
    .replace(/^(it lacks a statement that every known release has) \(.*\)$/, '$1')
    .replace(/^(reads|stores) \S+, which (.*)$/, '$1 a place that $2');
