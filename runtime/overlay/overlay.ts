/**
 * The overlay: copies of the user's own runtime files with the hooks put in, and the list that `go build -overlay` takes. It is made
 * when it is needed and deleted afterwards; the installed tree is only read.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AnchorError } from './anchor-error.ts';
import type { Line } from './line.ts';
import type { StepPlaces } from './places.ts';
import type { Rule } from './rules.ts';
import type { Rewritten } from './transitions.ts';

/** A file that the overlay puts in place of one of the tree's, or adds. */
export interface OverlayFile {
  /** Below `src/runtime`. */
  readonly name: string;
  readonly text: string;
}

/** What is changed of the tree before the hooks go in. */
export interface Change {
  /** Functions that get //go:nosplit. */
  readonly heads: readonly Line[];
  readonly edits: readonly Rule[];
}

export const unchanged: Change = { heads: [], edits: [] };

/**
 * Applies the rules to the files of a runtime folder, those of a change first; `rewritten` files have other words in the same lines. With the
 * places of the tree's steps, a hook of a step stands there. Throws an AnchorError that names file, function and line where one has no single place.
 */
export function patched(
  runtimeDir: string,
  rules: readonly Rule[],
  { heads, edits }: Change,
  places: StepPlaces | null = null,
  rewritten: Rewritten['files'] = new Map(),
): OverlayFile[] {
  const named = [...rules, ...heads, ...edits].map(({ file }) => file);
  return [...new Set([...named, ...rewritten.keys()])].map((name) => {
    const own = <T extends { readonly file: string }>(all: readonly T[]): T[] =>
      all.filter(({ file }) => file === name);
    const lines = rewritten.get(name) ?? readFileSync(join(runtimeDir, name), 'utf8').split('\n');
    const changed = withRules(
      lines,
      own(edits),
      (rule) => anchorOf(lines, rule),
      new Set(own(heads).map(({ line }) => line - 1)),
    );
    const hooked = withRules(changed.lines, own(rules), (rule) => {
      const place = rule.step === undefined ? undefined : places?.get(rule.step);
      return place === undefined
        ? anchorOf(changed.lines, rule)
        : placeOf(changed, rule, place, lines[place.line - 1] ?? '');
    });
    return { name, text: hooked.lines.join('\n') };
  });
}

interface Changed {
  readonly lines: readonly string[];
  /** Where what each line has become begins; one more than there were lines. */
  readonly begins: readonly number[];
}

/** The lines with what the rules put before, after and in place of theirs. */
function withRules(
  lines: readonly string[],
  rules: readonly Rule[],
  lineOf: (rule: Rule) => number,
  nosplit: ReadonlySet<number> = new Set(),
): Changed {
  const byLine = new Map<number, Rule>();
  const heads = new Set(nosplit);
  for (const rule of rules) {
    const at = lineOf(rule);
    if (rule.isNosplit === true) heads.add(headOf(lines, rule));
    if (byLine.has(at))
      throw new AnchorError(`${rule.file}:${at + 1}: two hooks have the same place in ${rule.func}`);
    byLine.set(at, rule);
  }
  const become = lines.map((line, index) => {
    const rule = byLine.get(index);
    if (rule === undefined) return heads.has(index) ? ['//go:nosplit', line] : [line];
    const [indent = ''] = /^\s*/.exec(line) ?? [];
    const group = rule.anchor.exec(line.trim())?.[1] ?? '';
    const filled = (texts: readonly string[] = []): string[] =>
      texts.map((text) => indent + text.replaceAll('$1', group));
    return [
      ...filled(rule.before),
      ...(rule.instead === undefined ? [line] : filled(rule.instead)),
      ...filled(rule.after),
    ];
  });
  const begins = [0];
  for (const { length } of become) begins.push((begins.at(-1) ?? 0) + length);
  return { lines: become.flat(), begins };
}

/** The line of a step. It must be one that the hook's words fit. A change that alters the line itself leaves nothing but the words. */
function placeOf(changed: Changed, rule: Rule, { file, line }: Line, text: string): number {
  const { anchor, func, step } = rule;
  const at = changed.begins[line - 1] ?? 0;
  if (changed.begins[line] !== at + 1 || changed.lines[at] !== text) return anchorOf(changed.lines, rule);
  if (!anchor.test(text.trim()))
    throw new AnchorError(
      `runtime/${file}:${line}: ${func} has the step ${step ?? ''} here, in other words than the hook is for (${anchor.source}); ${next}`,
    );
  return at;
}

const next = 'record works with Go 1.24 to 1.27; give --go a tree of one of them';

function anchorOf(lines: readonly string[], rule: Rule): number {
  const { file, func, anchor, above, below } = rule;
  const head = headOf(lines, { func });
  if (head === -1) throw new AnchorError(`runtime/${file} has no func ${func}; ${next}`);
  const end = lines.findIndex((line, index) => index > head && line === '}');
  const found: number[] = [];
  for (let index = head + 1; index < end; index++)
    if (anchor.test((lines[index] ?? '').trim())) found.push(index);
  const [at] = found;
  if (at === undefined || found.length > 1)
    throw new AnchorError(
      `runtime/${file}:${head + 1}: ${func} has ${found.length} lines like ${anchor.source} where a hook needs one; ${next}`,
    );
  if (above === undefined && below === undefined) return at;
  const near = (index: number): boolean => (above ?? below)?.test((lines[index] ?? '').trim()) ?? false;
  const step = above === undefined ? 1 : -1;
  let place = at + step;
  while (place > head && place < end && !near(place)) place += step;
  if (place === head || place === end)
    throw new AnchorError(
      `runtime/${file}:${at + 1}: ${func} has no line like ${(above ?? below)?.source ?? ''} ${above === undefined ? 'below' : 'above'} this one, where a hook needs it; ${next}`,
    );
  return place;
}

const headOf = (lines: readonly string[], { func }: Pick<Rule, 'func'>): number =>
  lines.findIndex((line) => line.startsWith(`func ${func}(`) || line === `type ${func} struct {`);

/**
 * Writes the overlay into a folder. Returns the path of its list. `runtimeDir` is the runtime folder as the go command will name it.
 */
export function writeOverlay(folder: string, runtimeDir: string, files: readonly OverlayFile[]): string {
  mkdirSync(folder, { recursive: true });
  const replaced = files.map(({ name, text }) => {
    const copy = join(folder, name);
    writeFileSync(copy, text);
    return [join(runtimeDir, name), copy] as const;
  });
  const list = join(folder, 'overlay.json');
  writeFileSync(list, JSON.stringify({ Replace: Object.fromEntries(replaced) }));
  return list;
}
