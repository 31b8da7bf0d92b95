import { reasonByFile } from './functions.ts';
import type { Shape } from './shape.ts';
import type { Statement } from './expression.ts';
import { knownReasonRows, schedulerRows, tracerRows } from './vocabulary.ts';
import type { KnownReason, Part } from './vocabulary.ts';

/** What a statement is to the model: a step, with the part of the model; or no part, with the reason. */
export type Class = { readonly step: Part } | { readonly noPart: KnownReason };

/** The class of each entry of a shape, in order. */
export function classify(shape: Shape, isSlice: boolean): Class[] {
  const rows = isSlice ? [...schedulerRows, ...tracerRows] : tracerRows;
  const stepOf = ({ text }: { readonly text: string }): Part | undefined =>
    rows.find((row) => row.touches.test(text))?.part ?? (isSlice ? 'scheduling' : undefined);
  // What a step needs of a local, it needs of what computes the local.
  const wanted = new Set<string>();
  const partOf = (statement: Statement): Part | undefined =>
    stepOf(statement) ??
    (statement.sets.some((id) => wanted.has(id)) ? 'core' : undefined) ??
    statement.blocks
      .flat()
      .map(partOf)
      .find((part) => part !== undefined);
  const statements = shape.entries.flatMap(({ statement }) => statement ?? []);
  const isNeeded = (statement: Statement): boolean => partOf(statement) !== undefined;
  for (let before = -1; before !== wanted.size;) {
    before = wanted.size;
    for (const each of statements) if (isNeeded(each)) each.reads.forEach((id) => wanted.add(id));
  }
  // Where a function has steps, what leaves it or jumps within it decides about them, and so does a condition for that.
  const hasSteps = statements.some(isNeeded);
  const jumps = ({ text, blocks }: Statement): boolean =>
    /^(return|goto|break|continue|label)\b/.test(text) || blocks.flat().some(jumps);
  return shape.entries.map(({ statement, text }): Class => {
    if (statement === null) return { step: 'core' };
    const part = partOf(statement);
    if (part !== undefined) return { step: part };
    return hasSteps && jumps(statement) ? { step: 'core' } : { noPart: reasonOf(text, shape) };
  });
}

function reasonOf(text: string, { file, name }: Shape): KnownReason {
  if (/^trace_user/.test(name)) return 'task';
  if (/^(traceAdvancerState|wakeableSleep|newWakeableSleep)/.test(name)) return 'daemon';
  const row = knownReasonRows.find(([pattern, reason]) => reason !== 'content' && pattern.test(text));
  return row?.[1] ?? reasonByFile[file] ?? 'content';
}

/** A statement in our own words, with locals as `$…`: `stores trace.gen ← 0`. */
export function wordsOf(text: string): string {
  const short = (part: string): string => (part.length > 70 ? `${part.slice(0, 69)}…` : part);
  const told = text.replace(/\.(Load|load)\(\)/g, '').replace(/func#(\([^)]*\))?/g, 'code');
  const patterns: readonly (readonly [RegExp, (...parts: (string | undefined)[]) => string])[] = [
    [/^lock(?:WithRank)?\(&(.+)\)$/, (what) => `locks ${what}`],
    [/^unlock\(&(.+)\)$/, (what) => `unlocks ${what}`],
    [/^semacquire\(&(.+)\)$/, (what) => `waits for ${what}`],
    [/^semrelease1?\(&(.+?)(?:,.*)?\)$/, (what) => `releases ${what}`],
    [/^(.+)\.(?:Store|store)\((.*)\)$/, (place, value) => `stores ${place} ← ${value}`],
    [/^(.+)\.(?:Add|add)\((.*)\)$/, (place, value) => `adds ${value} to ${place}`],
    [/^if (.+)$/, (condition) => `asks whether ${condition}`],
    [/^for (.+) range (.+)$/, (_, over) => `goes over ${over}`],
    [/^for(?: (.*))?$/, (condition = '') => (condition === '' ? 'repeats' : `repeats while ${condition}`)],
    [/^(case .+|default)$/, (one) => `has the branch ${one}`],
    [/^field (.+)$/, (field) => `has the field ${field}`],
    [/^pragma (.+)$/, (names) => `is marked ${names}`],
    [/^func(\(.*)$/, (types) => `takes and returns ${types}`],
    [
      /^([^=!<>]+?)([-+])=(\w+)$/,
      (place, sign, value) =>
        `${sign === '+' ? 'adds' : 'takes'} ${value} ${sign === '+' ? 'to' : 'from'} ${place}`,
    ],
    [/^expression_switch (.*)$/, (value) => `decides by ${value}`],
    [/^return ?(.*)$/, (value) => (value === '' ? 'returns' : `returns ${value}`)],
    [
      /^(?:var )?((?:\$\w+(?:\.\d+)?,?)+)(?: [^=]*)?=(?!=)(.*)$/,
      (_, value) => `takes ${value === '' ? 'a variable' : value}`,
    ],
    [/^([^=!<>]+?)([-+|&^]?)=(?!=)(.*)$/, (place, how = '', value) => `stores ${place} ${how}← ${value}`],
  ];
  for (const [pattern, say] of patterns) {
    const found = pattern.exec(told);
    if (found !== null) return short(say(...found.slice(1)));
  }
  return short(/\(/.test(told) ? `calls ${told}` : told);
}
