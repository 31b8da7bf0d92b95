/** What a command works on: a system, where a worker thread finds it, and the words that select it again. */
import type { ModuleSource, Params, System } from '../../checker/index.ts';

/** What was selected, as reports keep it. */
export type Subject =
  | { readonly kind: 'design'; readonly design: string; readonly config: string }
  | { readonly kind: 'go'; readonly dir: string; readonly version: string | null; readonly config: string }
  | { readonly kind: 'model'; readonly model: string; readonly params: Params };

export interface Selection {
  readonly system: System;
  readonly module: ModuleSource;
  readonly subject: Subject;
  /** For people: `Go 1.26 at small`. */
  readonly title: string;
  /** What follows `nosplit check` to select the same again. */
  readonly words: readonly string[];
  /** Where an action's source (`runtime/FILE.go, FUNCTION`) stands in the tree that was read: `tracebuf.go:156`. */
  readonly placeOf: (source: string) => string | null;
  /** What the user can do about a violation, where the design itself says so: lines of prose. */
  readonly cure: readonly string[];
}

/** Words of a command line, quoted where a shell would read them otherwise. */
export const commandLine = (words: readonly string[]): string =>
  words.map((word) => (/^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replace(/'/g, `'\\''`)}'`)).join(' ');
