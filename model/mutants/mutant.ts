/**
 * A mutant: go1.26.8 with a nosplit refill, which holds, with one protection removed or two steps exchanged, and what must notice. The
 * tables are by part; together they show that no property holds for want of trying.
 */
import type { ProgramEdit } from '../program/edits/edit.ts';

/** An edit of programs, with the properties that are then violated. */
export interface Mutant {
  /** Its name for the command line: `release-lowers-flag`. */
  readonly name: string;
  /** What is changed, as one clause. */
  readonly change: string;
  /** What the change takes away, and how that shows. */
  readonly why: string;
  /** The Go function whose protection or order it is. */
  readonly source: string;
  readonly edits: readonly ProgramEdit[];
  /**
   * By bounds: each property that must fail there, with the steps (coarse ones of programs) of its shortest counterexample. This is what
   * its author expects, and the source; `expectations.json` has all that a search found, and a test of the matrix compares the two.
   */
  readonly fails: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

type Lines = string | readonly string[];
type Where = Pick<ProgramEdit, 'kind' | 'nth' | 'part'>;

const text = (lines: Lines): string => (typeof lines === 'string' ? lines : lines.join('\n'));

/** Other lines in the place of these. */
export const instead = (fn: string, from: Lines, to: Lines, where: Where = {}): ProgramEdit => ({
  fn,
  from: text(from),
  to: text(to),
  ...where,
});

/** Nothing in the place of the lines. */
export const leftOut = (fn: string, from: Lines, where?: Where): ProgramEdit => instead(fn, from, '', where);

/** More lines before these. */
export const before = (fn: string, lines: Lines, more: Lines, where?: Where): ProgramEdit =>
  instead(fn, lines, [text(more), text(lines)], where);

/** More lines after these. */
export const after = (fn: string, lines: Lines, more: Lines, where?: Where): ProgramEdit =>
  instead(fn, lines, [text(lines), text(more)], where);

/** The function is not nosplit: where an M enters it on its own stack, that may grow. */
export const grows = (fn: string): ProgramEdit =>
  instead(fn, `enter ${fn}`, `enter ${fn}, whose stack may grow`, { kind: 'own' });
