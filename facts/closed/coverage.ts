import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UnrecognizedShape } from '../errors.ts';
import type { Platform } from '../platform.ts';
import { classify } from './classify.ts';
import type { Class } from './classify.ts';
import type { Comparison, ComparedFunction } from './compare.ts';
import { isType } from './shape.ts';
import { freeReasons, knownReasons } from './vocabulary.ts';

/** How much of a tree was read, in numbers. */
export interface Coverage {
  readonly platform: Platform;
  /** Releases whose functions are all as the tree has them; empty where a shape was accepted. */
  readonly releases: readonly string[];
  readonly nearest: string;
  readonly functions: number;
  readonly statements: number;
  readonly steps: number;
  /** Statements that are no part of the protocol, by reason. */
  readonly noPart: Readonly<Record<string, number>>;
  /** Shapes that a person has reviewed: `traceAdvance@1f2e3d4c`. */
  readonly accepted: readonly string[];
}

/** A statement as people look it up. */
export interface Told {
  readonly line: number;
  /** The line of the tree. */
  readonly text: string;
  /** `step: core`, or why it is no part. */
  readonly class: string;
}

/** Throws for the first function that is not as the nearest release has it; the message names the others. */
export function refuseUnknown({ unknown }: Comparison): void {
  const [first, ...others] = unknown;
  if (first === undefined) return;
  const words = unknown.map(({ name, digest }) => `--accept ${name}@${digest}`);
  const more =
    others.length === 0
      ? ''
      : `, and ${others.length === 1 ? 'another function differs' : `${others.length} more functions differ`} (${listed(others.map(({ name }) => name))})`;
  throw new UnrecognizedShape(
    first.name,
    first,
    `${first.difference}${more}`,
    `where you have reviewed that it means the same: ${listed(words, ' ')}`,
  );
}

const listed = (words: readonly string[], between = ', '): string =>
  words.length <= 6 ? words.join(between) : `${words.slice(0, 6).join(between)}${between}…`;

export function coverageOf(
  comparison: Comparison,
  platform: Platform,
  accepted: readonly string[],
): Coverage {
  const noPart: Record<string, number> = {};
  const add = (reason: string, count: number): void => {
    noPart[reason] = (noPart[reason] ?? 0) + count;
  };
  let steps = 0;
  for (const compared of comparison.functions) {
    for (const one of classesOf(compared)) {
      if ('step' in one) steps++;
      else add(one.noPart, 1);
    }
    for (const { reason, statements } of compared.shape.free) add(reason, statements);
  }
  const others = Object.values(noPart).reduce((sum, count) => sum + count, 0);
  const functions = comparison.functions.filter(({ shape }) => !isType(shape)).length;
  const { releases, nearest } = comparison;
  return { platform, releases, nearest, functions, statements: steps + others, steps, noPart, accepted };
}

/** What each statement of a function is, in the order of its lines. */
export function statementsOf(compared: ComparedFunction, runtimeDir: string): Told[] {
  const { shape } = compared;
  const lines = readFileSync(join(runtimeDir, shape.file), 'utf8').split('\n');
  const at = (line: number): string => lines[line - 1]?.trim() ?? '';
  const kept = shape.entries.map(({ line }, index): Told => {
    const one = classesOf(compared)[index] ?? { step: 'core' };
    const told = 'step' in one ? `step: ${one.step}` : `no part: ${knownReasons[one.noPart]}`;
    return { line, text: at(line), class: told };
  });
  const free = shape.free.map(({ line, reason, statements }): Told => {
    const more = statements === 1 ? '' : ` (${statements} statements)`;
    return { line, text: `${at(line)}${more}`, class: `no part: ${freeReasons[reason]}` };
  });
  return [...kept, ...free].toSorted((a, b) => a.line - b.line);
}

/** As the table of known shapes has it; of an accepted shape, as the same rules say. */
function classesOf({ shape, known, isSlice }: ComparedFunction): Class[] {
  if (known === null) return classify(shape, isSlice);
  return known.entries.map(({ step, noPart }) => (noPart === null ? { step: step ?? 'core' } : { noPart }));
}

/** Whether a step of the protocol stands between two lines of a function, as the nearest release has it or as the same rules say. */
export function hasStep(
  { functions }: Comparison,
  { func, line, last }: { readonly func: string; readonly line: number; readonly last: number },
): boolean {
  const found = functions.find(({ shape }) => shape.name === func);
  if (found === undefined) return true;
  const classes = classesOf(found);
  return found.shape.entries.some(
    (entry, index) =>
      entry.statement !== null &&
      line <= entry.line &&
      entry.line <= last &&
      'step' in (classes[index] ?? { step: 'core' }),
  );
}

/** Why the statement at a line of a function is no part of the protocol in any tree; null where it has to be known. */
export function reasonAt(
  { functions }: Comparison,
  place: { readonly func: string; readonly file: string; readonly line: number },
): string | null {
  const found = functions.find(({ shape }) => shape.name === place.func)?.shape;
  if (found?.entries.some(({ line, statement }) => statement !== null && line === place.line) !== false)
    return null;
  const free = found.free.find(({ line, last }) => line <= place.line && place.line <= last);
  return free === undefined ? null : freeReasons[free.reason];
}
