/** What the page is given, and what it asks for: plain JSON data. */
import type {
  Cure,
  FieldShown,
  FindProgress,
  Found,
  Goal,
  InstanceShown,
  Moment,
  Params,
  Passed,
  Picture,
  Possible,
  PropertyAnswer,
  Scalar,
  SpaceGraph,
  Why,
} from '../checker/index.ts';
import type { Granularity, Mutant, ProgramEdit, ProgramParams, TreePlaces } from '../model/index.ts';

/** A system that the page can make by itself. */
export type Base =
  | {
      readonly kind: 'programs';
      readonly params: ProgramParams;
      /** By name, the mutants that change these steps and show within these bounds. */
      readonly mutants: Readonly<Record<string, MutantData>>;
      /** Of a design or a mutant that is built in. */
      readonly builtIn?: BuiltIn;
      /** It is the tree that is compared with the page's own. */
      readonly isBeside?: true;
    }
  | { readonly kind: 'example'; readonly name: string; readonly params: Params }
  /** A user's model, whose code stands in the page. */
  | { readonly kind: 'own'; readonly title: string; readonly params: Params }
  /** The code of a model that is not here: its run is shown as it was recorded. */
  | { readonly kind: 'recorded' };

/** A mutant as an edit of steps: what it changes, in words and in instructions. */
export type MutantData = Pick<Mutant, 'change'> & { readonly edits: readonly ProgramEdit[] };

export interface BuiltIn {
  readonly kind: 'design' | 'mutant';
  readonly name: string;
}

/** A system, perhaps with something changed. */
export interface Spec {
  readonly base: Base;
  /** What is changed, each as a text of `changes.ts`. */
  readonly changes: readonly string[];
  /** Of a tree that was read. */
  readonly tree?: TreeData;
}

export interface TreeData {
  /** By an action's source, its place in the tree: `tracebuf.go:156`. */
  readonly places: Readonly<Record<string, string>>;
  readonly nestedAcquire: TreePlaces['nestedAcquire'];
  readonly growths: TreePlaces['growths'];
  /** By place, the lines there: only where they were asked for. */
  readonly lines?: Readonly<Record<string, readonly SourceLine[]>>;
}

export interface SourceLine {
  readonly number: number;
  readonly text: string;
  readonly isHere: boolean;
}

export interface SystemShown {
  readonly title: string;
  readonly fingerprint: string;
  readonly fields: readonly FieldShown[];
  /** By field: whether it only says where in its program a process stands. */
  readonly isProgramCounter: readonly boolean[];
  readonly instances: readonly InstanceShown[];
  /** By action: the conjuncts of its guard. */
  readonly conjuncts: Readonly<Record<string, readonly string[]>>;
  readonly properties: Readonly<Record<string, PropertyAbout>>;
  readonly legend: string;
  /** What can be changed in its design, where it has one. */
  readonly offers: readonly Offer[];
}

/** A change that can be chosen. */
export interface Offer {
  readonly group: string;
  readonly change: string;
  readonly words: string;
}

export interface PropertyAbout {
  readonly kind: PropertyAnswer['kind'];
  readonly otherwise: string | null;
  readonly source: string | null;
}

export interface StepShown {
  readonly action: string;
  readonly params: Params;
  readonly process: string;
  readonly label: string;
  /** What happens, as a sentence; null where the changes say it all. */
  readonly sentence: string | null;
  readonly remark: string | null;
  /** `traceWriter.end`, and `tracebuf.go:104`; empty where nothing is known. */
  readonly code: string;
  readonly place: string;
  /** The lines of the tree that the step ran, in order, where it is made of several. */
  readonly ran: readonly Passed[];
  /** The sections of the process, before the step and after it. */
  readonly inside: readonly [before: readonly string[], after: readonly string[]];
  /** The period after it. */
  readonly period: Period | null;
  /** Fields by number, with their new values. */
  readonly changes: readonly (readonly [field: number, value: Scalar])[];
}

export interface Period {
  readonly name: string;
  readonly tone: 'odd' | 'even' | 'none';
}

export interface RunShown {
  readonly id: string;
  /** Of a lasso: the state that its last step leads back to. */
  readonly loop: number | null;
  readonly initial: readonly Scalar[];
  readonly period: Period | null;
  readonly steps: readonly StepShown[];
  /** The property that the end violates, the first of several. */
  readonly violated: string | null;
  /** The step after which it is violated up to the end; null where nothing is. */
  readonly violatedAt: number | null;
  readonly moments: readonly Moment[];
  /** Fields by number that tell the run: what decided the property, and the period. */
  readonly pins: readonly number[];
  readonly decided: readonly number[];
  readonly cure: readonly Cure[];
  /** By property, a letter a state: h holds, v violated, n not asked, r reached, u not reached. */
  readonly verdicts: Readonly<Record<string, string>>;
}

export interface BecauseShown {
  readonly path: string;
  readonly value: Scalar;
  readonly wants: readonly Scalar[];
  readonly setBy: number | null;
}

export interface PossibleShown extends Possible {
  /** The step's name as the lanes have it. */
  readonly label: string;
}

export interface BlockedShown extends InstanceShown {
  readonly label: string;
  readonly conjunct: string;
  readonly because: readonly BecauseShown[];
}

/** What is said of one state of a run. */
export interface Details {
  readonly possible: readonly PossibleShown[];
  readonly blocked: readonly BlockedShown[];
  readonly elsewhere: number;
  readonly picture: Picture | null;
}

/** One step of a schedule, tried on another system. */
export interface FollowedShown {
  /** What the step is called there; where it has no counterpart, what it is called here. */
  readonly action: string;
  readonly taken: boolean;
  readonly conjunct: string | null;
  readonly because: readonly BecauseShown[];
}

export interface Comparison {
  readonly title: string;
  readonly steps: readonly FollowedShown[];
  /** The first step that was not possible. */
  readonly parts: number | null;
  /** In another tree, the actions at which the process of that step stands; empty where it stands at that step. */
  readonly stands: readonly string[];
  readonly violated: readonly { readonly property: string; readonly step: number }[];
  /** The run that was taken, by itself: of the other system, by the numbers of this one's fields. */
  readonly run: RunShown;
}

/** A question to whoever has the system. */
export type Question =
  | { readonly kind: 'system'; readonly spec: Spec }
  | {
      readonly kind: 'run';
      readonly spec: Spec;
      readonly id: string | null;
      readonly property?: string;
      /** The run up to this state; default whole. */
      readonly at?: number;
    }
  | { readonly kind: 'details'; readonly spec: Spec; readonly id: string | null; readonly at: number }
  | {
      readonly kind: 'take';
      readonly spec: Spec;
      readonly id: string | null;
      readonly at: number;
      readonly instance: number;
    }
  | {
      readonly kind: 'why';
      readonly spec: Spec;
      readonly id: string | null;
      readonly at: number;
      readonly name: string;
      readonly params: Params;
    }
  | { readonly kind: 'follow'; readonly spec: Spec; readonly id: string | null; readonly other: Spec }
  | { readonly kind: 'evaluate'; readonly spec: Spec; readonly id: string | null; readonly text: string }
  | {
      readonly kind: 'graph';
      readonly spec: Spec;
      readonly id: string | null;
      readonly at: number;
      /** From the initial states, or from the state of the run. */
      readonly from: 'start' | 'here';
    }
  | {
      /** Takes steps in turn, from a state of a run, or from an initial state by its number. */
      readonly kind: 'walk';
      readonly spec: Spec;
      readonly from: { readonly id: string | null; readonly at: number } | { readonly initial: number };
      readonly instances: readonly number[];
    }
  | {
      readonly kind: 'find';
      readonly spec: Spec;
      readonly id: string | null;
      readonly at: number;
      /** One of the states of other runs, or what a search of a system looks for. */
      readonly goal: Goal | { readonly kind: 'runs'; readonly ids: readonly (string | null)[] };
      readonly depthMax: number | null;
    };

/** What a server makes a golden test of Go's reader of. */
export interface RunOfDesign {
  readonly design: string;
  readonly bounds: string;
  readonly granularity: Granularity;
  readonly id: string;
}

/** Of a question of each kind. */
export interface Answers {
  readonly system: SystemShown;
  readonly run: RunShown;
  readonly details: Details;
  readonly take: RunShown;
  readonly why: Why;
  readonly follow: Comparison;
  readonly evaluate: readonly (Scalar | null)[];
  readonly graph: SpaceGraph;
  readonly walk: RunShown;
  readonly find: { readonly found: Found; readonly run: RunShown | null };
}

/** A question to a worker, which has a number; and what comes back. */
export interface Asked {
  readonly number: number;
  readonly question: Question;
}

export type Reply = { readonly number: number } & (
  | { readonly answer: Answers[keyof Answers] }
  | { readonly error: string }
  | { readonly progress: FindProgress }
);

/** A Go function, with what stands for it in the executable reference and in the model. */
export interface FunctionShown {
  /** In the reference: a function, its file, and the address of the file at this version. */
  readonly references: readonly { readonly name: string; readonly file: string; readonly url: string }[];
  /** The steps of the model that stand for it. */
  readonly steps: readonly string[];
}

/** A system to compare with: another tree, or a release. */
export interface Other {
  readonly spec: Spec;
  /** What follows `nosplit` to come to a run of it again, the trace left out. */
  readonly words: readonly string[];
}

/** What stands in the page from the start, so that it is painted before anything runs. */
export interface Embedded {
  readonly schema: 'nosplit.page/1';
  readonly version: string;
  /** By `nosplit explore`, which answers where the page has no system. */
  readonly isServed: boolean;
  readonly spec: Spec;
  readonly system: SystemShown;
  readonly run: RunShown;
  /** By state of the run, as far as they are given; the others are asked for. */
  readonly details: readonly (Details | null)[];
  /** What follows `nosplit` to come to this run again, the trace left out. */
  readonly words: readonly string[];
  /** The run that was given as a golden test of Go's reader; null where it is none. */
  readonly golden: string | null;
  /** By Go function, those that a step of the system stands for. */
  readonly functions: Readonly<Record<string, FunctionShown>>;
  /** Other systems to compare with, each with an address of its own. */
  readonly others: readonly Other[];
}
