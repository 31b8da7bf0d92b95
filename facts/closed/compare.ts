import type { Place } from '../fact.ts';
import { wordsOf } from './classify.ts';
import { opens, touchesTracer } from './functions.ts';
import type { Known, KnownEntry, KnownShape } from './known.ts';
import type { ReadShapes } from './read.ts';
import type { Entry, Shape } from './shape.ts';

/** What a tree's functions are, compared with the shapes of the releases. */
export interface Comparison {
  /** The release that most functions are of. */
  readonly nearest: string;
  /** Releases of which all functions are, in their order; none where a shape was accepted or is unknown. */
  readonly releases: readonly string[];
  readonly functions: readonly ComparedFunction[];
  readonly unknown: readonly Unknown[];
}

export interface ComparedFunction {
  readonly shape: Shape;
  /** Null where the shape was accepted by hand. */
  readonly known: KnownShape | null;
  /** Whether only a slice of it counts. */
  readonly isSlice: boolean;
}

/** A function that is not as the nearest release has it. */
export interface Unknown extends Place {
  readonly name: string;
  /** `none` for a function that the tree lacks. */
  readonly digest: string;
  /** What stands there, and what the nearest release has: the end of a sentence about the function. */
  readonly difference: string;
  /** The lines that differ; null where more than statements does, or a statement that is no part. */
  readonly change: Change | null;
}

interface Come {
  readonly lines: readonly number[];
  readonly more: number;
}

/** Where a function parts from the nearest release. */
export interface Change {
  /** Statements that the function has more often there than the release: the lines of each, and how many of them are too many. */
  readonly come: readonly Come[];
  /** How many statements of the release it lacks there; one that is another now counts as one that is gone and one that came. */
  readonly gone: number;
  /** Lines of all statements from the first difference to the last. */
  readonly between: readonly number[];
}

/** `accepted` holds `traceAdvance@1f2e3d4c` for each shape that a person has reviewed. */
export function compareShapes(read: ReadShapes, known: Known, accepted: ReadonlySet<string>): Comparison {
  const matches = new Map<string, KnownShape | null>();
  const votes = known.releases.map(() => 0);
  for (const { name, digest } of read.shapes.values()) {
    const match = known.functions.get(name)?.find((shape) => shape.digest === digest) ?? null;
    matches.set(name, match);
    for (const index of match?.releases ?? []) votes[index] = (votes[index] ?? 0) + 1;
  }
  // What a release has and the tree lacks speaks against it; of equally near ones the newest counts.
  for (const [name, shapes] of known.functions)
    if (!read.shapes.has(name))
      for (const { releases } of shapes) for (const index of releases) votes[index] = (votes[index] ?? 0) - 1;
  const best = votes.reduce((top, votesOf, index) => (votesOf >= (votes[top] ?? 0) ? index : top), 0);
  const nearest = known.releases[best] ?? '';

  const functions: ComparedFunction[] = [];
  const unknown: Unknown[] = [];
  for (const shape of read.shapes.values()) {
    const match = matches.get(shape.name) ?? null;
    const isSlice = read.slices.has(shape.name);
    if (match?.releases.has(best) === true && shape.checks >= match.checks)
      functions.push({ shape, known: match, isSlice });
    else if (accepted.has(`${shape.name}@${shape.digest}`)) functions.push({ shape, known: null, isSlice });
    else {
      const found = unknownOf(shape, match, known, best);
      if (found !== null) unknown.push(found);
    }
  }
  for (const [name, shapes] of known.functions) {
    if (read.shapes.has(name) || accepted.has(`${name}@none`)) continue;
    if (!shapes.some(({ releases }) => releases.has(best))) continue;
    const place = { file: 'trace.go', line: 1 };
    unknown.push({
      ...{ name, digest: 'none', ...place, change: null },
      difference: `${nearest} has it and the tree does not`,
    });
  }
  const all = [...read.shapes.keys()].flatMap((name) => matches.get(name) ?? []);
  const releases =
    unknown.length > 0 || functions.some((each) => each.known === null)
      ? []
      : known.releases.filter((_, index) => all.every((shape) => shape.releases.has(index)));
  return { nearest, releases, functions, unknown };
}

/** Null for a function that nothing known calls, and that touches nothing of the tracer's. */
function unknownOf(shape: Shape, match: KnownShape | null, known: Known, best: number): Unknown | null {
  const { name, digest, file, line } = shape;
  const nearest = known.releases[best] ?? '';
  const theirs = known.functions.get(name)?.filter(({ releases }) => releases.has(best)) ?? [];
  if (theirs.length === 0) {
    if (!shape.entries.some(({ text }) => opens.test(text) || touchesTracer.test(text))) return null;
    const difference = `${nearest} has no such function, and it touches what the tracer shares`;
    return { name, digest, file, line, difference, change: changeOf(shape, []) };
  }
  if (match?.releases.has(best) === true) {
    const difference = `a check is gone: ${match.checks} statements end the program there in ${nearest}, and ${shape.checks} here`;
    return { name, digest, file, line, difference, change: null };
  }
  const [closest] = theirs
    .map((one) => ({ entries: one.entries, first: firstDifference(shape, one) }))
    .toSorted((a, b) => b.first.agreed - a.first.agreed);
  const change = changeOf(shape, closest?.entries ?? []);
  if (match !== null) {
    const release = known.releases[Math.max(...match.releases)] ?? '';
    const difference = `it is as ${release} has it, and the rest of the tree is as ${nearest} has it`;
    return { name, digest, file, line, difference, change };
  }
  return {
    name,
    digest,
    file,
    line: closest?.first.line ?? line,
    difference: closest === undefined ? 'it differs' : sentence(shape, closest.first, nearest),
    change,
  };
}

function changeOf({ entries }: Shape, known: readonly KnownEntry[]): Change {
  const keyOf = ({ depth, digest }: KnownEntry | Entry): string => `${depth} ${digest}`;
  const [here, there] = [entries.map(keyOf), known.map(keyOf)];
  let [first, last] = [0, 0];
  while (first < here.length && here[first] === there[first]) first++;
  const most = Math.min(here.length, there.length) - first;
  while (last < most && here.at(-1 - last) === there.at(-1 - last)) last++;
  const between = entries.slice(first, entries.length - last);
  const theirs = countsOf(there.slice(first, there.length - last));
  const ours = countsOf(between.map(keyOf));
  const come = [...ours].flatMap(([key, count]): Come[] => {
    const more = count - (theirs.get(key) ?? 0);
    const lines = between.filter((one) => keyOf(one) === key).map(({ line }) => line);
    return more > 0 ? [{ lines, more }] : [];
  });
  const gone = [...theirs].reduce((sum, [key, count]) => sum + Math.max(0, count - (ours.get(key) ?? 0)), 0);
  return { come, gone, between: between.map(({ line }) => line) };
}

function countsOf(keys: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

interface Difference {
  readonly agreed: number;
  readonly line: number;
  readonly found: Entry | null;
  readonly expected: KnownEntry | null;
}

const isSame = (entry: Entry | undefined, known: KnownEntry | undefined): boolean =>
  entry !== undefined && entry.digest === known?.digest && entry.depth === known.depth;

/** Where two lists part: the first place at which the longest common sequence leaves something out. */
function firstDifference({ entries, line }: Shape, { entries: known }: KnownShape): Difference {
  const lengths = entries.map(() => known.map(() => 0));
  const length = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = entries.length - 1; i >= 0; i--)
    for (let j = known.length - 1; j >= 0; j--) {
      const row = lengths[i];
      if (row !== undefined)
        row[j] = isSame(entries[i], known[j])
          ? 1 + length(i + 1, j + 1)
          : Math.max(length(i + 1, j), length(i, j + 1));
    }
  let [i, j] = [0, 0];
  while (isSame(entries[i], known[j])) [i, j] = [i + 1, j + 1];
  const agreed = length(0, 0);
  const found = entries[i] ?? null;
  const expected = known[j] ?? null;
  const at = found?.line ?? entries.at(-1)?.line ?? line;
  // One of the two is in the other list further on, and only the rest is missing or too much.
  if (length(i + 1, j) > length(i, j + 1)) return { agreed, line: at, found, expected: null };
  if (length(i + 1, j) < length(i, j + 1)) return { agreed, line: at, found: null, expected };
  return { agreed, line: at, found, expected };
}

function sentence({ names }: Shape, { found, expected }: Difference, nearest: string): string {
  const named = (text: string): string =>
    text.replace(
      /\$\w+(?:\.\d+)?/g,
      (id) => names.get(id) ?? (id.startsWith('$receiver') ? 'its receiver' : '…'),
    );
  const said = found === null ? null : named(wordsOf(found.text));
  const known =
    expected === null ? null : said === null || expected.says !== '' ? named(expected.says) : null;
  const isOther = expected?.noPart != null ? 'has another statement, which is no part of the protocol' : null;
  if (said === null) return `a statement is gone: here ${nearest} ${isOther ?? known ?? 'ends'}`;
  if (expected === null) return `it ${said}, which ${nearest} does not do here`;
  const theirs = isOther ?? known ?? 'does not';
  return said === theirs
    ? `it ${said}, and ${nearest} does so with other operands`
    : `it ${said} where ${nearest} ${theirs}`;
}
