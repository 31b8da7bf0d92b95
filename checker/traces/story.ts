/** How a model tells its steps to people. */
import type { Json, Step, Trace } from '../check/report.ts';
import type { Params, Scalar } from '../language/system.ts';

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
  /**
   * Where a source (`runtime/FILE.go, FUNCTION`) is in the tree that was read: `tracebuf.go:156`. An action's name may say more of it
   * than its source.
   */
  readonly placeOf: (source: string, action?: string) => string | null;
  /** What would make a counterexample impossible. */
  readonly cure: (trace: Trace) => readonly Cure[];
  /** What happens in the step, as a sentence; null where its name and its changes say it all. */
  readonly tell?: (step: Step, before: Json) => string | null;
  /** Where in the sources the step went, in order; null where its action's source says it all. */
  readonly ran?: (step: Step, before: Json) => readonly Passed[] | null;
  /** The sections that a process is in, the outermost first: `['outer', 'growth', 'nested']`. */
  readonly nesting?: (state: Json, process: string) => readonly string[];
  /** A value of a field where people say it otherwise: `nil` for buffer 0. */
  readonly spell?: (path: string, value: Scalar) => string;
  /** The period that a state is in, such as a generation; periods are told apart by their tone. */
  readonly period?: (state: Json) => { readonly name: string; readonly tone: 'odd' | 'even' | 'none' };
  /** Who holds what in a state, and who let it go in the step that led there. */
  readonly picture?: (state: Json, before: Json | null, process: string) => Picture | null;
}

/** A line of the sources that a step ran, below the folder of the action's source. */
export interface Passed {
  readonly function: string;
  readonly file: string;
  readonly line: number;
}

/** One change of the sources that makes a counterexample impossible. */
export interface Cure {
  /** What is wrong and what to do, for people. */
  readonly sentence: string;
  /** The function to change; null where the change is no matter of one. */
  readonly function: string | null;
  /** The file and the line before which `text` goes; null where no sources were read. */
  readonly file: string | null;
  readonly line: number | null;
  /** The line to insert; null where the change is more than that. */
  readonly text: string | null;
}

/** Holders on the left, and what they hold on the right: data without layout. */
export interface Picture {
  readonly title: string;
  readonly holders: readonly Holder[];
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

export interface Holder {
  readonly label: string;
  /** The field that holds. */
  readonly field: string;
  readonly value: string;
  /** It is there, and not in use. */
  readonly isOff: boolean;
}

export interface Box {
  readonly name: string;
  /** At the right of the name: `gen 1`. */
  readonly note: string;
  readonly text: string;
  /** So many units of so many are filled. */
  readonly filled: number;
  readonly units: number;
  /** `lost`: in use, and nobody holds it. */
  readonly state: 'used' | 'free' | 'lost';
}

/** By index. An arrow that was let go in this step stays, so that what was overwritten is seen. */
export interface Arrow {
  readonly holder: number;
  readonly box: number;
  readonly kind: 'holds' | 'let go' | 'taken';
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
