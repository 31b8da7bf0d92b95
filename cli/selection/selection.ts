/** What a command works on: a system, where a worker thread finds it, and the words that select it again. */
import type { ModuleSource, Params, Story, System } from '../../checker/index.ts';
import type { Facts, TreeSources } from '../../facts/index.ts';
import type { Granularity, ProgramParams } from '../../model/index.ts';

/** What was selected, as reports keep it. */
export type Subject =
  | {
      readonly kind: 'design';
      readonly design: string;
      readonly config: string;
      /** By steps, which are cut like this; reports from before have neither, and are of actions that are no more. */
      readonly programs?: true;
      readonly granularity?: Granularity;
    }
  | {
      readonly kind: 'mutant';
      readonly mutant: string;
      readonly config: string;
      /** It is an edit of a release's steps, cut like this. */
      readonly programs?: true;
      readonly granularity?: Granularity;
    }
  | {
      readonly kind: 'go';
      readonly dir: string;
      readonly version: string | null;
      readonly config: string;
      /** The steps are those of the tree, cut like this. */
      readonly programs?: true;
      readonly granularity?: Granularity;
      /** How it was read, where that was said: for which system, and with which shapes accepted. */
      readonly read?: TreeOptions;
    }
  | { readonly kind: 'model'; readonly model: string; readonly params: Params };

export interface TreeOptions {
  readonly goos?: string | undefined;
  readonly goarch?: string | undefined;
  readonly accept?: readonly string[] | undefined;
}

export interface Selection {
  readonly system: System;
  readonly module: ModuleSource;
  readonly subject: Subject;
  /** For people: `Go 1.26 at small`. */
  readonly title: string;
  /** What follows `nosplit check` to select the same again. */
  readonly words: readonly string[];
  /** What the waivers beside the model call it. */
  readonly waivedAs: { readonly system: string; readonly config: string };
  /** For people, after the verdict: what was read, and from where. */
  readonly notes: readonly string[];
  /** What was read from a Go tree; null where none was. */
  readonly facts: Facts | null;
  /** The files of the Go tree that was read; null where none was. */
  readonly sources: TreeSources | null;
  readonly story: Story;
  /** Where the system is one of programs, these. */
  readonly programs?: ProgramParams;
  /** Why a tree is not said to hold, whatever the search finds: it has something that no release has, and these steps do not. */
  readonly unread?: string | null;
}

/** Words of a command line, quoted where a shell would read them otherwise. */
export const commandLine = (words: readonly string[]): string =>
  words.map((word) => (/^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replace(/'/g, `'\\''`)}'`)).join(' ');

/** Parameters as --set takes them: `n=8`. */
export const settingsOf = (params: Params): string[] =>
  Object.entries(params).map(([key, value]) => `${key}=${String(value)}`);
