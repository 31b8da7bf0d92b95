/** What a command works on: a system, where a worker thread finds it, and the words that select it again. */
import type { Json, ModuleSource, Params, Step, System, Trace } from '../../checker/index.ts';
import type { Facts } from '../../facts/index.ts';

/** What was selected, as reports keep it. */
export type Subject =
  | {
      readonly kind: 'design';
      readonly design: string;
      readonly config: string;
      /** The steps are those of the release's tree. */
      readonly programs?: true;
    }
  | { readonly kind: 'mutant'; readonly mutant: string; readonly config: string }
  | {
      readonly kind: 'go';
      readonly dir: string;
      readonly version: string | null;
      readonly config: string;
      /** The steps are those of the tree. */
      readonly programs?: true;
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
  readonly story: Story;
}

/** How a trace of this system is told. */
export interface Story {
  /** What a reader of the lanes has to know; empty for nothing. */
  readonly legend: string;
  /** The step's name in its lane. */
  readonly label: (step: Step, before: Json) => string;
  /** What is special about the step, taken in the state `before`. */
  readonly remark: (step: Step, before: Json) => string | null;
  /** A field that only says where in its program a process is: the action says it too. */
  readonly isProgramCounter: (path: string) => boolean;
  /** Where an action's source (`runtime/FILE.go, FUNCTION`) stands in the tree that was read: `tracebuf.go:156`. */
  readonly placeOf: (source: string) => string | null;
  /** What would make a counterexample impossible, a sentence each. */
  readonly cure: (trace: Trace) => readonly string[];
}

/** A story that knows nothing of the system. */
export const plainStory: Story = {
  legend: '',
  label: ({ action, params, process }) => [action, ...paramsBeside(params, process)].join(' '),
  remark: () => null,
  isProgramCounter: () => false,
  placeOf: () => null,
  cure: () => [],
};

/** Parameters as `key=value`, without the one that the lane already names: `p=0`, or `m=0` in lane `M0`. */
export const paramsBeside = (params: Params, process: string): string[] =>
  Object.entries(params)
    .filter(([key, value]) => ![`${key}=${value}`, `${key}${value}`].includes(process.toLowerCase()))
    .map(([key, value]) => `${key}=${value}`);

/** Words of a command line, quoted where a shell would read them otherwise. */
export const commandLine = (words: readonly string[]): string =>
  words.map((word) => (/^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replace(/'/g, `'\\''`)}'`)).join(' ');
