/** How a model tells its steps to people. */
import type { Json, Step, Trace } from '../check/report.ts';
import type { Params } from '../language/system.ts';

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
  /** What would make a counterexample impossible. */
  readonly cure: (trace: Trace) => readonly Cure[];
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
