import type { WireValue } from '../decode/cursor.ts';
import type { ReaderRule, RuleName } from './rules.ts';

/** Where in a trace; null for what the place has not. */
export interface Place {
  readonly gen: WireValue | null;
  /** The thread's id; null for batches and events of no thread. */
  readonly m: WireValue | null;
  /** Of the first byte of the event or batch, from the start of the file. */
  readonly offset: number;
}

/** One rule broken at one place. */
export interface Violation extends Place {
  readonly rule: RuleName;
  readonly message: string;
}

/** Ends the reading of a trace that breaks a rule of the reader; caught where the trace is read, and never seen outside. */
export class Broken extends Error {
  readonly rule: ReaderRule;
  /** Whether the file ends there. */
  readonly isAtEnd: boolean;

  constructor(rule: ReaderRule, message: string, isAtEnd = false) {
    super(message);
    this.rule = rule;
    this.isAtEnd = isAtEnd;
  }
}

/**
 * Ends the reading of a trace that Go's reader takes for finished. In a table it hands on io.EOF where a number is missing, which
 * is also how it says that the trace is at its end; the generation is then lost, and nobody told.
 */
export class QuietEnd extends Error {}
