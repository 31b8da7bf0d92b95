/**
 * What an explorer answers: plain JSON data.
 */
import type { Change, Violation } from '../check/report.ts';
import type { Verdict } from '../evaluate/property.ts';
import type { Scalar, StepView } from '../language/system.ts';
import type { Read } from '../why/answer.ts';

/** A state that was visited, by its number in the explorer's tree of runs. */
export type NodeId = number;

/** A scalar of the schema. */
export interface FieldShown {
  /** Its path in the schema: `m[0].stack[0].phase`. */
  readonly path: string;
  readonly kind: 'int' | 'bool' | 'enum';
  /** The values of an enum; of an integer its least and its greatest; false and true. */
  readonly values: readonly Scalar[];
}

/** A numbered instance of an action. */
export interface InstanceShown extends StepView {
  readonly instance: number;
  readonly process: string;
  /** The real code that it stands for. */
  readonly source: string | null;
}

/** A step that can be taken. */
export interface Possible extends InstanceShown {
  /** What it would change. */
  readonly changes: readonly Change[];
}

/** A step that cannot be taken, though its process stands where it would be. */
export interface Blocked extends InstanceShown {
  /** The first conjunct of its guard that is false. */
  readonly conjunct: string;
  /** What that conjunct read. */
  readonly reads: readonly Read[];
}

export interface Choices {
  readonly possible: readonly Possible[];
  readonly blocked: readonly Blocked[];
  /** So many instances more are not possible, because their process stands elsewhere in its program. */
  readonly elsewhere: number;
}

/** What a property says of a state, or, of a step property, of the step that leads there. */
export interface PropertyAnswer {
  readonly property: string;
  readonly kind: Violation['kind'];
  readonly verdict: Verdict;
}

/** Why a step is among the moments. */
export type Reason =
  | 'violates'
  /** It is the last to write what the failing predicate read. */
  | 'read'
  /** What it wrote was overwritten by such a step. */
  | 'overwritten'
  /** The system's story has a remark about it. */
  | 'remark'
  /** A guard or an effect of one of those read what it wrote. */
  | 'enables';

/** A few steps that tell the run. */
export interface Moment {
  /** Steps first … last, counted from 1. */
  readonly first: number;
  readonly last: number;
  /** The step of these that the sentence is about. */
  readonly of: number;
  readonly reason: Reason;
  readonly sentence: string;
}

/** One step of a schedule, tried on a system. */
export type FollowedStep = StepView & { readonly process: string } & (
    | { readonly taken: true; readonly node: NodeId }
    | {
        readonly taken: false;
        /** The conjunct that is false; null where the system has no such action. */
        readonly conjunct: string | null;
        readonly reads: readonly Read[];
      }
  );

export interface Followed {
  readonly steps: readonly FollowedStep[];
  /** Where the schedule ends, with the steps left out that were not possible. */
  readonly end: NodeId;
  /** The first step that was not possible; null where all were. */
  readonly parts: number | null;
  /** The invariants and step properties that are violated along the way, with the step after which they are for the first time. */
  readonly violated: readonly { readonly property: string; readonly step: number }[];
}

/** What a search looks for: an expression that is true, one of some states, or a violation of a property (of any, where none is named). */
export type Goal =
  | { readonly kind: 'expression'; readonly text: string }
  | { readonly kind: 'states'; readonly nodes: readonly NodeId[] }
  | { readonly kind: 'violation'; readonly property?: string };

export type Found =
  /** `node` is where the goal is reached; no other state is nearer to where the search began. */
  | {
      readonly kind: 'found';
      readonly node: NodeId;
      readonly steps: number;
      readonly states: number;
      /** Of a violation, what is violated. */
      readonly property: string | null;
    }
  /** The space was searched to its end. */
  | { readonly kind: 'none'; readonly states: number; readonly depth: number }
  /** A bound ended the search: there is none up to this depth, and beyond it nothing is known. */
  | {
      readonly kind: 'none up to';
      readonly depth: number;
      readonly states: number;
      readonly limit: 'depth' | 'states' | 'memory' | 'time';
    }
  | { readonly kind: 'cancelled'; readonly depth: number; readonly states: number };

export interface FindProgress {
  readonly states: number;
  readonly depth: number;
}

/** A state of a graph. */
export interface GraphState {
  /** So many steps from where the graph begins. */
  readonly distance: number;
  /** The state before it on a shortest way; null where the graph begins. */
  readonly parent: number | null;
  /** The instance that leads here from there; where the graph begins, the number of the initial state. */
  readonly by: number;
  /** In the order of the fields. */
  readonly values: readonly Scalar[];
  /** By property, as far as one is asked of single states. */
  readonly verdicts: Readonly<Record<string, PropertyAnswer['verdict']>>;
}

/** A step of a graph; one that changes nothing leads back to its state. */
export interface GraphEdge {
  readonly from: number;
  readonly to: number;
  readonly by: number;
  /** The step properties that it violates. */
  readonly violates: readonly string[];
}

export interface SpaceGraph {
  /** In the order of their distance; the first `begins` are where the graph begins. */
  readonly states: readonly GraphState[];
  readonly begins: number;
  readonly edges: readonly GraphEdge[];
  /** Whether these are all states that can be reached; else they are the nearest. */
  readonly isWhole: boolean;
}
