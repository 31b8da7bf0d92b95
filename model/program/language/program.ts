/**
 * Programs of steps: what a thread of the tracer does, as read from a Go tree, in a flat list. Plain data, so that the
 * programs of the releases can be kept as JSON and worker threads can be handed them.
 */
import type { OfKinds } from './kinds.ts';

/**
 * What a value is, which bounds its range: a generation, a buffer (0 is nil), an M (0 is nil), a set of Ms as bits, a truth
 * value, another number, which no thread may keep from one step to the next, a G or a P (0 is nil), a status of such, a kind of
 * event, or a sequence number.
 */
export type ValueType = 'gen' | 'buf' | 'm' | 'ms' | 'bool' | 'int' | 'g' | 'p' | 'status' | 'event' | 'seq';

export type Operator =
  '+' | '-' | '*' | '%' | '|' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '!' | 'has' | 'minus';

/** Without accesses, so that its value is the same wherever in a step it is computed. Truth values are 0 and 1, nil is 0. */
export type Expr =
  | { readonly lit: number }
  | { readonly local: string }
  /** Fixed by the bounds: units that a buffer holds, the highest generation, all Ms, how many Gs and Ps there are; or the thread's own M. */
  | { readonly bound: 'capacity' | 'generations' | 'allMs' | 'gs' | 'ps' | 'ownM' }
  | { readonly op: Operator; readonly of: readonly Expr[] };

/** A place of the table, with what its `*` and `[]` stand for: M, buffer, indices. */
export interface Access {
  readonly place: string;
  readonly of: readonly Expr[];
}

/** Where an instruction stands: the Go function that was inlined, and the line of the tree. */
export interface At {
  readonly fn: string;
  readonly line: number;
}

export type Instruction = At &
  Early &
  (
    | { readonly op: 'set'; readonly to: string; readonly is: Expr }
    | { readonly op: 'load'; readonly to: string; readonly from: Access }
    | { readonly op: 'store'; readonly to: Access; readonly is: Expr }
    /** One read-modify-write. */
    | { readonly op: 'add'; readonly to: Access; readonly is: number }
    | Swap
    | { readonly op: 'branch'; readonly if: Expr; readonly then: number; readonly else: number }
    | { readonly op: 'jump'; readonly to: number }
    /** The prologue of a function: a step begins here on the write path, and a stack may grow here if `grows`. */
    | { readonly op: 'entry'; readonly begins: boolean; readonly grows: boolean }
    | Primitive
    /** The tree claims that this is not reached: it throws here. */
    | { readonly op: 'throw' }
    | { readonly op: 'end' }
  );

export interface Early {
  /**
   * Where stores wait (memory.ts): it does not wait for what its thread stored atomically, as after a plain store, and a store overtakes
   * older ones. No tree that is read has it; edits have.
   */
  readonly early?: true;
}

/** One compare-and-swap; `to` is whether it has stored. */
export interface Swap {
  readonly op: 'swap';
  readonly at: Access;
  readonly was: Expr;
  readonly is: Expr;
  readonly to: string;
}

/** What the table knows as a whole: the lock, the queue, a unit of an event, or a word of the driver. */
export interface Primitive {
  readonly op: 'call';
  readonly name: string;
  /** What a choice is between, in the order of its numbers. */
  readonly words?: readonly string[];
  /** The lock or the semaphore. */
  readonly lock?: string;
  readonly of: readonly Expr[];
  readonly to?: readonly string[];
}

export interface ThreadProgram {
  readonly list: readonly Instruction[];
  readonly locals: Readonly<Record<string, ValueType>>;
}

/** One part of the tracer: every thread that the part has. */
export type Programs = OfKinds<ThreadProgram>;

/** Locals that an expression reads. */
export function localsOf(expr: Expr): readonly string[] {
  if ('local' in expr) return [expr.local];
  return 'op' in expr ? expr.of.flatMap(localsOf) : [];
}

/** Expressions that an instruction evaluates. */
export function readsOf(one: Instruction): readonly Expr[] {
  switch (one.op) {
    case 'set':
      return [one.is];
    case 'load':
      return one.from.of;
    case 'store':
      return [...one.to.of, one.is];
    case 'add':
      return one.to.of;
    case 'swap':
      return [...one.at.of, one.was, one.is];
    case 'branch':
      return [one.if];
    case 'call':
      return one.of;
    default:
      return [];
  }
}

/** The place that an instruction looks at or stores to. */
export function accessOf(one: Instruction): Access | undefined {
  switch (one.op) {
    case 'load':
      return one.from;
    case 'store':
    case 'add':
      return one.to;
    case 'swap':
      return one.at;
    default:
      return undefined;
  }
}

/** The flag of an M, which a section raises: a word of its own since 1.24, the parity of a counter before. */
export const isFlag = ({ place }: Access): boolean =>
  place === 'm.trace.writing' || place === 'm.trace.seqlock';

/** Locals that an instruction writes. */
export function writesOf(one: Instruction): readonly string[] {
  if (one.op === 'set' || one.op === 'load' || one.op === 'swap') return [one.to];
  return one.op === 'call' ? (one.to ?? []) : [];
}

/** Where the thread goes on after the instruction at `index`. */
export function nextOf(one: Instruction, index: number): readonly number[] {
  switch (one.op) {
    case 'branch':
      return [one.then, one.else];
    case 'jump':
      return [one.to];
    case 'throw':
    case 'end':
      return [];
    default:
      return [index + 1];
  }
}
